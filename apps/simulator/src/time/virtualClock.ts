/** The simulator's time: a base clock plus an offset that only the controls move. Milliseconds since 1970. */
export type VirtualClock = {
  now(): number;
  offsetMs(): number;
  shift(byMs: number): void;
};

/** `onShift` hears the new offset, so that it can be kept over a restart. */
export const createVirtualClock = (
  base: () => number,
  onShift: (offsetMs: number) => void,
  startOffsetMs = 0,
): VirtualClock => {
  let offsetMs = startOffsetMs;
  return {
    now: () => base() + offsetMs,
    offsetMs: () => offsetMs,
    shift: (byMs) => {
      offsetMs += byMs;
      onShift(offsetMs);
    },
  };
};
