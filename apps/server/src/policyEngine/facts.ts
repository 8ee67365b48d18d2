import type { PolicyRules } from '@paydesk/types';

const HOUR_MS = 3_600_000;

export type LimitName = keyof PolicyRules['perUser'];

/**
 * How far back each limit looks, in milliseconds. Elapsed time, not calendar days: the windows have the same length in
 * every time zone and on days when clocks change, and a new day does not reset them.
 */
export const WINDOW_MS: Record<LimitName, number> = {
  dayUsd: 24 * HOUR_MS,
  weekUsd: 7 * 24 * HOUR_MS,
  monthUsd: 30 * 24 * HOUR_MS,
};
export const LIMIT_NAMES = Object.keys(WINDOW_MS) as LimitName[];

/** USD requested within each window, this request included. Rejected and cancelled requests do not count. */
export type RequestedUsd = Record<LimitName, string>;

/** Everything that the policy decides from. Stored with every decision. */
export interface DecisionFacts {
  /** USD, two places. */
  amountUsd: string;
  createdAt: Date;
  isFrozen: boolean;
  isAnonymized: boolean;
  perUser: RequestedUsd;
  /** Null: the policy has no limit for all users together. */
  global: RequestedUsd | null;
  /**
   * The user's requests within the velocity window, this one included, whatever their outcome. Null: the policy has no
   * velocity rule.
   */
  requests: number | null;
  /** No withdrawal of this user to this address and memo was ever completed. */
  isFirstSeen: boolean;
  /** How the address looks like another one of this user; null: it does not. */
  lookAlike: string | null;
}

export const hasGlobalLimit = (rules: PolicyRules): boolean =>
  LIMIT_NAMES.some((name) => rules.global[name] !== null);

export const velocityMs = (rules: PolicyRules): number | null =>
  rules.velocity === null ? null : rules.velocity.hours * HOUR_MS;

export const coolingMs = (rules: PolicyRules): number => rules.coolingHours * HOUR_MS;
