import type { TransactionType } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import { asDomainError } from '../db/refusal.ts';
import { Transaction } from '../models/Transaction.ts';
import { proofToInsert } from '../origin/stampOrigin.ts';
import type { IdempotentCall } from './idempotency.ts';

/** One entry to post. `amountUsd` is signed: positive credits the user, negative debits. */
export interface Posting {
  /** New if not given; with one the caller sees from the answer whether it was a repeat. */
  id?: string | undefined;
  userId: string;
  transactionType: TransactionType;
  amountUsd: string;
  description?: string | undefined;
  /** The caller's own reference. */
  orderId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  paymentId?: string;
  withdrawalRequestId?: string;
  suspenseItemId?: string;
  refundOfId?: string;
  actor: Actor;
  /** When it happened; the ledger keeps each user's entries in order of time. */
  at: Date;
  idempotent?: IdempotentCall | null;
}

/**
 * Posts one entry, in one round trip: the database locks the user's balance, checks it, numbers, chains and
 * inserts the row and moves the balance (migrations/0009_ledger.sql, 0046_coalesced_postings.sql). Works alone or
 * inside a larger transaction.
 *
 * Refuses with INSUFFICIENT_FUNDS, USER_FROZEN (charges), NOT_A_CHARGE, REFUND_EXCEEDS_CHARGE,
 * IDEMPOTENCY_CONFLICT, NOT_FOUND (no such user).
 */
export async function postTransaction(db: Knex, posting: Posting): Promise<Transaction> {
  const call = posting.idempotent ?? null;
  const id = posting.id ?? newId(posting.at);
  const { actor, description = '', metadata = {} } = posting;
  try {
    const { rows } = await db.raw<{ rows: object[] }>(
      'select * from post_transaction(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [
        id,
        posting.userId,
        posting.transactionType,
        posting.amountUsd,
        description,
        JSON.stringify(metadata),
        posting.paymentId ?? null,
        posting.withdrawalRequestId ?? null,
        posting.suspenseItemId ?? null,
        posting.refundOfId ?? null,
        actor.kind,
        actor.id,
        actor.name,
        posting.at,
        call?.scope ?? null,
        call?.key ?? null,
        call?.procedure ?? null,
        call?.inputDigest ?? null,
        posting.orderId ?? null,
        proofOfPosting(db, { ...posting, id }),
      ],
    );
    const transaction = Transaction.fromDatabaseJson(rows[0] as object);
    if (transaction.id !== id) call?.onReplay?.();
    return transaction;
  } catch (error) {
    throw asDomainError(error);
  }
}

/** The proof of origin of the row that a posting becomes; null in a process without the key. */
export function proofOfPosting(db: Knex, posting: Posting & { id: string }): string | null {
  const { actor, description = '', metadata = {} } = posting;
  return proofToInsert(db, 'transaction', {
    ...posting,
    description,
    metadata,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
  });
}
