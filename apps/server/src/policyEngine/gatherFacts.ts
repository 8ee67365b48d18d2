import { Decimal, formatUsd, type PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { findLookAlike } from '@paydesk/addresses';
import { hasGlobalLimit, velocityMs, WINDOW_MS, type DecisionFacts, type RequestedUsd } from './facts.ts';

/** How many of the user's addresses, the last used first, a new one is compared with. */
export const KNOWN_ADDRESSES = 200;

export interface FactsInput {
  userId: string;
  /** USD. */
  amountUsd: string;
  /** As `validateAddress` spells it. */
  walletAddress: string;
  /** Memo or tag: on networks that have them it is part of the destination. */
  extraId: string | null;
  network: string;
  /** When the request was made: the windows end there. */
  createdAt: Date;
  /** The request's id; null before its row exists. */
  withdrawalId: string | null;
  rules: PolicyRules;
}

/**
 * The figures that the policy decides from, in one statement.
 *
 * A new request is added to all requests within the windows or later: a clock that was set back leaves requests in the
 * future, and those count. An existing request is judged by those made before it, so later ones cannot stop it: what
 * was allowed at the request stays allowed, unless the policy has changed. Callers that act on the result take the
 * locks first (`decideWithdrawal`).
 */
export async function gatherFacts(db: Knex, input: FactsInput): Promise<DecisionFacts> {
  const { amountUsd, createdAt, rules } = input;
  const before = (ms: number) => new Date(createdAt.getTime() - ms);
  const { rows } = await db.raw<{ rows: Row[] }>(statement, {
    user: input.userId,
    address: input.walletAddress,
    memo: input.extraId,
    own: input.withdrawalId,
    made: createdAt,
    most: KNOWN_ADDRESSES,
    day: before(WINDOW_MS.dayUsd),
    week: before(WINDOW_MS.weekUsd),
    month: before(WINDOW_MS.monthUsd),
    velocity: before(velocityMs(rules) ?? 0),
    global: hasGlobalLimit(rules),
  });
  const [row] = rows;
  if (row === undefined) throw new DomainError('NOT_FOUND', 'no such user');
  const withThis = (sum: string) => formatUsd(new Decimal(sum).plus(amountUsd));
  const requested = ([day, week, month]: readonly string[]): RequestedUsd => ({
    dayUsd: withThis(day as string),
    weekUsd: withThis(week as string),
    monthUsd: withThis(month as string),
  });
  return {
    amountUsd: formatUsd(amountUsd),
    createdAt,
    isFrozen: row.is_frozen,
    isAnonymized: row.is_anonymized,
    perUser: requested([row.user_day, row.user_week, row.user_month]),
    global: hasGlobalLimit(rules) ? requested([row.all_day, row.all_week, row.all_month]) : null,
    requests: rules.velocity === null ? null : Number(row.requests) + 1,
    isFirstSeen: !row.is_paid,
    lookAlike: row.is_paid ? null : lookAlikeOf(input.walletAddress, row.known, input.network),
  };
}

/** How an address that this user was never paid at looks like another one of theirs; null when it does not. */
export function lookAlikeOf(walletAddress: string, known: readonly string[], network: string): string | null {
  return (
    findLookAlike(
      walletAddress,
      known.map((address) => ({ address })),
      network,
    )?.message ?? null
  );
}

interface Row {
  is_frozen: boolean;
  is_anonymized: boolean;
  user_day: string;
  user_week: string;
  user_month: string;
  all_day: string;
  all_week: string;
  all_month: string;
  requests: string;
  is_paid: boolean;
  known: string[];
}

/** Of the spellings of one account that were used: the last. */
export const LAST_SPELLING = /* sql */ `(array_agg(wallet_address order by created_at desc, id desc))[1]`;

const earlier = /* sql */ `(:own::uuid is null or (created_at, id) < (:made::timestamptz, :own::uuid))`;
const counts = /* sql */ `status not in ('rejected', 'cancelled')`;

const statement = /* sql */ `
  with own as (
    select
      coalesce(sum(amount_usd) filter (where ${counts} and created_at > :day), 0) as day,
      coalesce(sum(amount_usd) filter (where ${counts} and created_at > :week), 0) as week,
      coalesce(sum(amount_usd) filter (where ${counts} and created_at > :month), 0) as month,
      count(*) filter (where created_at > :velocity) as requests
    from withdrawal_requests
    where user_id = :user and created_at > least(:month::timestamptz, :velocity::timestamptz) and ${earlier}
  ), all_users as (
    select
      coalesce(sum(amount_usd) filter (where created_at > :day), 0) as day,
      coalesce(sum(amount_usd) filter (where created_at > :week), 0) as week,
      coalesce(sum(amount_usd), 0) as month
    from withdrawal_requests
    where :global::boolean and ${counts} and created_at > :month and ${earlier}
  ), known as (
    select address_key, ${LAST_SPELLING} as wallet_address, max(created_at) as used_at
    from withdrawal_requests
    where user_id = :user and ${counts} and address_key <> account_key(:address) and ${earlier}
    group by address_key
    order by used_at desc, address_key collate "C" limit :most
  )
  select
    frozen_at is not null as is_frozen,
    anonymized_at is not null as is_anonymized,
    own.day as user_day, own.week as user_week, own.month as user_month, own.requests,
    all_users.day as all_day, all_users.week as all_week, all_users.month as all_month,
    exists (
      select from withdrawal_requests w
      where w.user_id = :user and w.address_key = account_key(:address) and w.extra_id is not distinct from :memo::text
        and w.status = 'completed' and w.id is distinct from :own::uuid
    ) as is_paid,
    array(select wallet_address from known order by used_at desc, address_key collate "C") as known
  from users, own, all_users where users.id = :user`;
