import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { DRAIN_MS, runProcess } from './runProcess.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A process that is asked to stop as soon as it runs. Returns the calls of `process.exit`. */
async function stoppedProcess(work: { delayMs: number; stopMs: number }) {
  vi.useFakeTimers();
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as () => never);
  const handlers = new Map<string | symbol, (...values: unknown[]) => void>();
  vi.spyOn(process, 'on').mockImplementation((event, handler) => {
    handlers.set(event, handler);
    return process;
  });
  vi.spyOn(process, 'send').mockReturnValue(true);
  await runProcess(async () => ({
    ready: {},
    log: pino({ level: 'silent' }),
    delayMs: work.delayMs,
    stop: async () => {
      await new Promise((resolve) => setTimeout(resolve, work.stopMs));
      return { cut: 0 };
    },
  }));
  handlers.get('SIGTERM')?.('SIGTERM');
  return exit;
}

test('work under way has all of its time, however long the delay before it is', async () => {
  const exit = await stoppedProcess({ delayMs: 60_000, stopMs: DRAIN_MS });
  await vi.advanceTimersByTimeAsync(60_000 + DRAIN_MS - 1);
  expect(exit).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(exit.mock.calls).toEqual([[0]]);
});

test('a process that does not end its work in time is ended, with exit code 1', async () => {
  const exit = await stoppedProcess({ delayMs: 0, stopMs: 600_000 });
  await vi.advanceTimersByTimeAsync(DRAIN_MS);
  expect(exit).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5000);
  expect(exit.mock.calls).toEqual([[1]]);
});
