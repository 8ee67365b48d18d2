import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { asDomainError } from '../db/refusal.ts';
import { proofOfPosting, type Posting } from './postTransaction.ts';

/**
 * Posts many entries in one statement, in their order: all of them, or none. Each goes through `post_transaction` as a
 * single posting does, with the same checks, number, chain and proof, and may be of a user whom an earlier one has
 * moved. For filling a desk: without idempotency keys, and the balances stay locked until the caller commits.
 *
 * Refuses as `postTransaction`.
 */
export async function postInOrder(
  trx: Knex.Transaction,
  postings: readonly Omit<Posting, 'idempotent'>[],
): Promise<void> {
  if (postings.length === 0) return;
  const rows = postings.map((posting) => {
    const { actor, description = '', metadata = {}, id = newId(posting.at), ...rest } = posting;
    const by = { actorKind: actor.kind, actorId: actor.id, actorName: actor.name };
    return { ...rest, id, description, metadata, ...by, proof: proofOfPosting(trx, { ...posting, id }) };
  });
  try {
    await trx.raw(POST, [JSON.stringify(rows)]);
  } catch (error) {
    throw asDomainError(error);
  }
}

/** The calls of a nested loop come in the order of the array. */
const POST = /* sql */ `
  select count(*) from jsonb_to_recordset(?::jsonb) as p (
    id uuid, "userId" uuid, "transactionType" text, "amountUsd" numeric, description text, metadata jsonb,
    "paymentId" uuid, "withdrawalRequestId" uuid, "suspenseItemId" uuid, "refundOfId" uuid, "actorKind" text,
    "actorId" text, "actorName" text, at timestamptz, "orderId" text, proof text
  ) cross join lateral post_transaction(
    p.id, p."userId", p."transactionType", p."amountUsd", p.description, p.metadata, p."paymentId",
    p."withdrawalRequestId", p."suspenseItemId", p."refundOfId", p."actorKind", p."actorId", p."actorName", p.at,
    null, null, null, null, p."orderId", p.proof
  )`;
