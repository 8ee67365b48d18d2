/** The simulator's time: a base clock plus an offset that only the controls move. Milliseconds since 1970. */
export type VirtualClock = {
  now(): number;
  offsetMs(): number;
  shift(byMs: number): void;
};

/** `onShift` receives the new offset, so that it can be stored. */
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
