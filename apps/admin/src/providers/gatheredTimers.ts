import type { TimeoutProvider } from '@tanstack/react-query';

/** For shorter times each has a timer of its own. */
const LONG_MS = 60_000;
/** Long times end together, up to so much later. */
const SLOT_MS = 5_000;

interface LongTime {
  slot: number;
  end(): void;
  [Symbol.toPrimitive](): number;
}

const slots = new Map<number, { timer: ReturnType<typeof setTimeout>; times: Set<LongTime> }>();

function startLong(end: () => void, delayMs: number): LongTime {
  const slot = Math.ceil((Date.now() + delayMs) / SLOT_MS);
  const time: LongTime = { slot, end, [Symbol.toPrimitive]: () => slot };
  const others = slots.get(slot);
  if (others !== undefined) others.times.add(time);
  else {
    const times = new Set([time]);
    const endAll = () => {
      slots.delete(slot);
      for (const each of times) each.end();
    };
    slots.set(slot, { timer: setTimeout(endAll, slot * SLOT_MS - Date.now()), times });
  }
  return time;
}

function stopLong(time: LongTime): void {
  const found = slots.get(time.slot);
  if (found === undefined || !found.times.delete(time) || found.times.size > 0) return;
  clearTimeout(found.timer);
  slots.delete(time.slot);
}

/**
 * For `timeoutManager`: the library forgets every query, of which each row of a list is one, by a timer of its own. Those
 * that end at about the same time share one.
 */
export const gatheredTimers: TimeoutProvider = {
  setTimeout: (end, delayMs) =>
    delayMs < LONG_MS ? (setTimeout(end, delayMs) as unknown as number) : startLong(end, delayMs),
  clearTimeout: (time) => {
    if (typeof time === 'object' && 'slot' in time) stopLong(time as LongTime);
    else clearTimeout(time as number | undefined);
  },
  setInterval: (tick, delayMs) => setInterval(tick, delayMs) as unknown as number,
  clearInterval: (timer) => clearInterval(timer as number | undefined),
};
