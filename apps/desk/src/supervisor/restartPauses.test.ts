import { expect, test } from 'vitest';
import { RESTART_TIMES, restartPauses } from './restartPauses.ts';

test('pauses grow to 15 seconds, and begin again after a minute of running', () => {
  const pauses = restartPauses('server', RESTART_TIMES);
  const briefly = [1, 2, 3, 4, 5, 6].map(() => pauses.afterRunning(60_000));
  expect(briefly).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  expect(pauses.afterRunning(60_001)).toBe(1000);
  expect(pauses.afterFailedStart()).toBe(2000);
});

test('failed starts are given up after five in a row; one that has run in between begins the count again', () => {
  const pauses = restartPauses('server', RESTART_TIMES);
  const failFourTimes = () => [1, 2, 3, 4].forEach(() => pauses.afterFailedStart());
  failFourTimes();
  pauses.afterRunning(10);
  failFourTimes();
  expect(() => pauses.afterFailedStart()).toThrow('The server did not start 5 times in a row; giving up.');
});
