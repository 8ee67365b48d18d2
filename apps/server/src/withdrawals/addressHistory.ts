import { MAX_OTHER_ADDRESS_USERS, type withdrawalReviewOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import { findLookAlike } from '@paydesk/addresses';
import { KNOWN_ADDRESSES, LAST_SPELLING } from '../policyEngine/gatherFacts.ts';

type AddressHistory = z.infer<typeof withdrawalReviewOutput>['address'];

export interface Destination {
  withdrawalId: string;
  userId: string;
  network: string;
  walletAddress: string;
  /** On networks with memos many people share one address: the destination is address and memo. */
  extraId: string | null;
  createdAt: string;
}

interface Row {
  earlier_requests: string;
  paid_before: string;
  first_used_at: Date | null;
  other_users: { userId: string; username: string; requests: number; lastAt: string }[];
  known: { address: string; lastUsedAt: string }[];
}

/**
 * Earlier requests to this destination, by the same user and by others, and whether it could be mistaken for another
 * address of the user (`findLookAlike`). One statement. An address that this user was paid at is never a look-alike.
 */
export async function addressHistory(knex: Knex, destination: Destination): Promise<AddressHistory> {
  const { rows } = await knex.raw<{ rows: Row[] }>(addressHistorySql, {
    withdrawal: destination.withdrawalId,
    user: destination.userId,
    address: destination.walletAddress,
    memo: destination.extraId,
    created: destination.createdAt,
    others: MAX_OTHER_ADDRESS_USERS,
    known: KNOWN_ADDRESSES,
  });
  const row = rows[0] as Row;
  const paidBefore = Number(row.paid_before);
  const found =
    paidBefore > 0 ? null : findLookAlike(destination.walletAddress, row.known, destination.network);
  return {
    earlierRequests: Number(row.earlier_requests),
    paidBefore,
    firstUsedAt: row.first_used_at?.toISOString() ?? null,
    otherUsers: row.other_users.map((other) => ({ ...other, lastAt: new Date(other.lastAt).toISOString() })),
    lookAlike: found && {
      address: found.known.address,
      message: found.message,
      lastUsedAt: new Date(found.known.lastUsedAt).toISOString(),
    },
    isFirstSeen: paidBefore === 0,
  };
}

// The same known addresses as in the policy. The address itself is left out: a second request to a poisoned address
// must not make it known.
export const addressHistorySql = /* sql */ `
  select same.*, others.other_users, known.known
  from (
    select
      count(*) as earlier_requests,
      count(*) filter (where status = 'completed') as paid_before,
      min(created_at) as first_used_at
    from withdrawal_requests
    where address_key = account_key(:address) and extra_id is not distinct from :memo::text
      and user_id = :user and id <> :withdrawal
  ) same, (
    select coalesce(json_agg(json_build_object(
      'userId', user_id, 'username', username, 'requests', requests, 'lastAt', last_at
    ) order by last_at desc), '[]') as other_users
    from (
      select w.user_id, u.username, count(*) as requests, max(w.created_at) as last_at
      from withdrawal_requests w join users u on u.id = w.user_id
      where w.address_key = account_key(:address) and w.extra_id is not distinct from :memo::text and w.user_id <> :user
      group by w.user_id, u.username
      order by last_at desc limit :others
    ) o
  ) others, (
    select coalesce(json_agg(json_build_object(
      'address', wallet_address, 'lastUsedAt', last_used_at
    ) order by last_used_at desc), '[]') as known
    from (
      select ${LAST_SPELLING} as wallet_address, max(created_at) as last_used_at
      from withdrawal_requests
      where user_id = :user and address_key <> account_key(:address)
        and (created_at, id) < (:created::timestamptz, :withdrawal::uuid)
        and status not in ('rejected', 'cancelled')
      group by address_key
      order by last_used_at desc limit :known
    ) k
  ) known`;
