/** When something that ended is started again. Milliseconds. */
export interface RestartTimes {
  firstMs: number;
  longestMs: number;
  /** What has run for so long is started again without delay the next time, as after a first end. */
  stableMs: number;
  /** A start that takes longer has failed. */
  readyMs: number;
}

export const RESTART_TIMES: RestartTimes = {
  firstMs: 1000,
  longestMs: 15_000,
  stableMs: 60_000,
  readyMs: 60_000,
};

/** After so many failed starts in a row a person has to look: the desk ends. What once runs is always started again. */
const MOST_FAILED_STARTS = 5;

/** Pauses that double with each end in a row. */
export function restartPauses(name: string, { firstMs, longestMs, stableMs }: RestartTimes) {
  let ends = 0;
  let failedStarts = 0;
  return {
    /** What to wait after something that ran for so long has ended. */
    afterRunning(ranMs: number): number {
      ends = ranMs > stableMs ? 1 : ends + 1;
      failedStarts = 0;
      return pause();
    },
    /** @throws Error when it is time to give up */
    afterFailedStart(): number {
      ends += 1;
      failedStarts += 1;
      if (failedStarts === MOST_FAILED_STARTS)
        throw new Error(`The ${name} did not start ${failedStarts} times in a row; giving up.`);
      return pause();
    },
  };

  function pause(): number {
    return Math.min(firstMs * 2 ** (ends - 1), longestMs);
  }
}
