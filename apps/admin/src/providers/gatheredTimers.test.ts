import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatheredTimers } from './gatheredTimers.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const MINUTES_MS = 300_000;

test('long times share a timer, and end at most five seconds late', () => {
  const ended = vi.fn();
  for (let n = 0; n < 30; n += 1) gatheredTimers.setTimeout(ended, MINUTES_MS - n);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(MINUTES_MS - 1);
  expect(ended).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_001);
  expect(ended).toHaveBeenCalledTimes(30);
  expect(vi.getTimerCount()).toBe(0);
});

test('what was stopped does not end, and leaves no timer', () => {
  const [one, other] = [vi.fn(), vi.fn()];
  const times = [one, other].map((ended) => gatheredTimers.setTimeout(ended, MINUTES_MS));
  gatheredTimers.clearTimeout(times[0]);
  vi.advanceTimersByTime(MINUTES_MS + 5_000);
  expect(one).not.toHaveBeenCalled();
  expect(other).toHaveBeenCalledOnce();
  gatheredTimers.clearTimeout(gatheredTimers.setTimeout(one, MINUTES_MS));
  expect(vi.getTimerCount()).toBe(0);
});

test('short times are exact', () => {
  const ended = vi.fn();
  gatheredTimers.clearTimeout(gatheredTimers.setTimeout(ended, 50));
  gatheredTimers.setTimeout(ended, 100);
  vi.advanceTimersByTime(99);
  expect(ended).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ended).toHaveBeenCalledOnce();
});
