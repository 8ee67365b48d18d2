import type { PolicyRules } from '@paydesk/types';

const HOUR_MS = 3_600_000;

export type LimitName = keyof PolicyRules['perUser'];

/**
 * How far back each limit looks, in milliseconds. Elapsed time, not calendar days: the windows have the same
 * length in every zone and on the days when clocks change, and no midnight opens them.
 */
export const WINDOW_MS: Record<LimitName, number> = {
  dayUsd: 24 * HOUR_MS,
  weekUsd: 7 * 24 * HOUR_MS,
  monthUsd: 30 * 24 * HOUR_MS,
};
export const LIMIT_NAMES = Object.keys(WINDOW_MS) as LimitName[];

/**
 * USD that was asked for within each window up to and including the request. Requests that were rejected or
 * cancelled do not count.
 */
export type RequestedUsd = Record<LimitName, string>;

/** All that the policy looks at. Stored with every decision. */
export interface DecisionFacts {
  /** USD, two places. */
  amountUsd: string;
  createdAt: Date;
  isFrozen: boolean;
  isAnonymized: boolean;
  perUser: RequestedUsd;
  /** Null: no limit of the policy needs it. */
  global: RequestedUsd | null;
  /**
   * How often the user asked within the policy's hours, this request included, whatever became of them. Null:
   * the policy does not count.
   */
  requests: number | null;
  /** No withdrawal of this user to this address and memo was ever completed. */
  isFirstSeen: boolean;
  /** What the address has in common with another one of this user; null: nothing. */
  lookAlike: string | null;
}

export const hasGlobalLimit = (rules: PolicyRules): boolean =>
  LIMIT_NAMES.some((name) => rules.global[name] !== null);

export const velocityMs = (rules: PolicyRules): number | null =>
  rules.velocity === null ? null : rules.velocity.hours * HOUR_MS;

export const coolingMs = (rules: PolicyRules): number => rules.coolingHours * HOUR_MS;
