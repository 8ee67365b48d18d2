import { afterAll, expect, test } from 'vitest';
import { installControlledClock } from './controlledClock.ts';

const RealDate = Date;
const { constructor: realConstructor } = Date.prototype;
afterAll(() => {
  globalThis.Date = RealDate;
  RealDate.prototype.constructor = realConstructor;
});

test('every way to ask for the time gives the controlled one, and other dates are what they were', () => {
  const clock = installControlledClock();
  const isAhead = (time: number, ms: number) => Math.abs(time - RealDate.now() - ms) < 1000;
  expect(isAhead(Date.now(), 0)).toBe(true);
  clock.advance(90_000_000);
  const captured = Date.now;
  clock.advance(3_600_000);
  expect(clock.aheadMs()).toBe(93_600_000);
  const times = [
    Date.now(),
    captured(),
    new Date().getTime(),
    clock.now().getTime(),
    Date.parse(Date()),
    new (class extends Date {})().getTime(),
  ];
  for (const time of times) expect(isAhead(time, 93_600_000)).toBe(true);
  expect(isAhead(clock.realNow().getTime(), 0)).toBe(true);

  expect(new Date('2026-01-02T03:04:05Z').toISOString()).toBe('2026-01-02T03:04:05.000Z');
  expect(new Date(2026, 0, 2).getFullYear()).toBe(2026);
  expect(Date.UTC(2026, 0, 1)).toBe(RealDate.UTC(2026, 0, 1));
  const date = new Date();
  expect([date instanceof Date, date instanceof RealDate, new RealDate() instanceof Date]).toEqual([
    true,
    true,
    true,
  ]);
  expect(date.constructor).toBe(Date);
});
