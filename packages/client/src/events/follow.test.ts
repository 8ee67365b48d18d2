import { expect, test, vi } from 'vitest';
import { PaydeskError, type FailureReason } from '../paydeskError.ts';
import { type EventPage, follow } from './follow.ts';
import type { PaydeskEvent } from './paydeskEvent.ts';

/** A desk with events 1 to n, whose cursors are the sequence of the last event of a page. */
function fakeEvents(n: number, perPage = 2) {
  const failures: (FailureReason | PaydeskError)[] = [];
  const inputs: object[] = [];
  const desk = { last: n, failures, inputs };
  const list = async (input: { after?: number | string }): Promise<EventPage> => {
    inputs.push(input);
    const failure = failures.shift();
    if (failure instanceof PaydeskError) throw failure;
    if (failure !== undefined) throw new PaydeskError({ reason: failure, message: failure });
    const after = Number(input.after ?? 0);
    const end = Math.min(desk.last, after + perPage);
    const data = Array.from(
      { length: end - after },
      (_, i) => ({ id: `e${after + i + 1}`, sequence: after + i + 1 }) as PaydeskEvent,
    );
    return { data, nextCursor: String(end), hasMore: end < desk.last };
  };
  return { ...desk, desk, list };
}

async function idsOf(events: AsyncIterable<PaydeskEvent>, count: number): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of events) {
    ids.push(id);
    if (ids.length === count) break;
  }
  return ids;
}

test('events come in order, page after page, with the filter in each question', async () => {
  const { list, inputs } = fakeEvents(5);
  expect(await idsOf(follow(list, { types: ['payment.credited'] }), 5)).toEqual([
    'e1',
    'e2',
    'e3',
    'e4',
    'e5',
  ]);
  expect(inputs).toEqual([
    { types: ['payment.credited'] },
    { types: ['payment.credited'], after: '2' },
    { types: ['payment.credited'], after: '4' },
  ]);
});

test('new events arrive while the desk is followed', async () => {
  const { list, desk } = fakeEvents(1);
  setTimeout(() => (desk.last = 3), 20);
  expect(await idsOf(follow(list, { pollMs: 5 }), 3)).toEqual(['e1', 'e2', 'e3']);
});

test('a follower that continues behind the last event handled misses nothing and repeats nothing', async () => {
  const { list } = fakeEvents(7);
  const handled: PaydeskEvent[] = [];
  for await (const event of follow(list)) {
    if (handled.push(event) === 3) break;
  }
  const after = handled.at(-1)?.sequence;
  expect(await idsOf(follow(list, { after }), 4)).toEqual(['e4', 'e5', 'e6', 'e7']);
});

test('a desk that is away is asked again with growing pauses', async () => {
  vi.useFakeTimers();
  try {
    const { list, failures, inputs } = fakeEvents(1);
    failures.push(
      'NETWORK',
      'INTERNAL',
      new PaydeskError({ reason: 'RATE_LIMITED', message: '', retryAfterMs: 60_000 }),
    );
    const ids = idsOf(follow(list), 1);
    await vi.advanceTimersByTimeAsync(499);
    expect(inputs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(501);
    expect(inputs).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(inputs).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(57_000);
    expect(inputs).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await ids).toEqual(['e1']);
  } finally {
    vi.useRealTimers();
  }
});

test('a refusal ends it', async () => {
  const { list, failures, inputs } = fakeEvents(1);
  failures.push('PERMISSION_DENIED');
  await expect(idsOf(follow(list), 1)).rejects.toMatchObject({ reason: 'PERMISSION_DENIED' });
  expect(inputs).toHaveLength(1);
});

test('a signal ends it without an error, also in a pause', async () => {
  const { list } = fakeEvents(1);
  const signal = AbortSignal.timeout(20);
  const startedAt = performance.now();
  expect(await idsOf(follow(list, { signal, pollMs: 60_000 }), 2)).toEqual(['e1']);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(await idsOf(follow(list, { signal }), 1)).toEqual([]);
});

test('after the signal no further event of the page is handed out', async () => {
  const { list } = fakeEvents(4, 4);
  const stop = new AbortController();
  const ids: string[] = [];
  for await (const { id } of follow(list, { signal: stop.signal })) {
    ids.push(id);
    stop.abort();
  }
  expect(ids).toEqual(['e1']);
});
