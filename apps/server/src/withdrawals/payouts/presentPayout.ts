import type { payoutOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import { Payout } from '../../models/Payout.ts';

/** A payout as it goes over the wire, for staff. */
export function presentPayout(payout: Payout): z.infer<typeof payoutOutput> {
  const { id, status, providerPayoutId, message, createdAt, updatedAt } = payout;
  return {
    id,
    status,
    providerPayoutId,
    message,
    orderedBy: payout.orderedByName ?? payout.orderedById,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** The payout that matters of each of these withdrawals: the one that is not failed, or the latest. */
export async function latestPayouts(
  db: Knex,
  withdrawalIds: readonly string[],
): Promise<Map<string, Payout>> {
  if (withdrawalIds.length === 0) return new Map();
  const payouts = await Payout.query(db)
    .whereIn('withdrawalRequestId', [...withdrawalIds])
    .orderByRaw(`(status <> 'failed'), created_at`);
  return new Map(payouts.map((payout) => [payout.withdrawalRequestId, payout]));
}
