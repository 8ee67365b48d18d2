/** The time of the sandbox: the machine's, moved forward by `advance`. It goes on by itself in between. */
export interface ControlledClock {
  now(): Date;
  /** As `Clock.elapsedMs` of the server: claims that are held too long are seen as such after an advance. */
  elapsedMs(): number;
  /** The machine's time, which the receivers of webhooks compare with. */
  realNow(): Date;
  /** Milliseconds ahead of the machine. */
  aheadMs(): number;
  advance(ms: number): void;
}

/**
 * Puts the clock in the place of `Date` in this process: libraries that ask for the time get the sandbox's. Timers and
 * `performance.now()` stay real, because they measure what takes time here.
 */
export function installControlledClock(): ControlledClock {
  const RealDate = Date;
  let aheadMs = 0;
  const nowMs = () => RealDate.now() + aheadMs;
  const ControlledDate = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [nowMs()] : given, newTarget) as object,
    apply: () => new RealDate(nowMs()).toString(),
    get: (target, name) => (name === 'now' ? nowMs : (Reflect.get(target, name) as unknown)),
  });
  RealDate.prototype.constructor = ControlledDate;
  globalThis.Date = ControlledDate;
  return {
    now: () => new RealDate(nowMs()),
    elapsedMs: () => performance.now() + aheadMs,
    realNow: () => new RealDate(RealDate.now()),
    aheadMs: () => aheadMs,
    advance: (ms) => void (aheadMs += ms),
  };
}
