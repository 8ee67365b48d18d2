import { notifyManager, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { queryClient } from './queryClient.ts';

afterEach(() => {
  vi.restoreAllMocks();
  queryClient.clear();
});

test('the notices of one moment about many queries share a timer', async () => {
  const keys = Array.from({ length: 20 }, (_, index) => ['row', index]);
  const delivered: number[] = [];
  for (const [index, queryKey] of keys.entries())
    new QueryObserver(queryClient, { queryKey, enabled: false, staleTime: Infinity }).subscribe(
      // As the hooks of React do.
      notifyManager.batchCalls(() => void delivered.push(index)),
    );
  await new Promise((later) => setTimeout(later, 5));
  delivered.length = 0;

  const timers = vi.spyOn(globalThis, 'setTimeout');
  keys.forEach((queryKey, index) => queryClient.setQueryData(queryKey, index));
  expect(delivered).toEqual([]);
  await new Promise((later) => setTimeout(later, 5));
  expect(delivered).toEqual([...keys.keys()]);
  expect(timers.mock.calls.filter(([, delayMs]) => delayMs === 0)).toHaveLength(1);
});

test('a notice that fails is reported, and keeps no other from being delivered', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const delivered: string[] = [];
  const failure = new Error('of one notice');
  notifyManager.schedule(() => {
    throw failure;
  });
  notifyManager.schedule(() => void delivered.push('the other'));
  await vi.waitFor(() => expect(delivered).toEqual(['the other']));
  expect(reported.mock.calls).toEqual([[failure]]);
  vi.unstubAllGlobals();
});
