import type { Knex } from 'knex';
import { trimAmount, type StepUpEvidence } from '@paydesk/types';
import { completionChallenge } from './challenges.ts';
import { verifyRows, type EvidenceReport, type ProvedRow } from './verifyRows.ts';

const PAGE = 500;

/** Checks the second factor of every withdrawal that somebody recorded as paid by hand. */
export async function verifyCompletions(db: Knex): Promise<EvidenceReport> {
  return await verifyRows(db, completions(db));
}

async function* completions(db: Knex): AsyncIterable<ProvedRow[]> {
  for (let after: string | null = null; ;) {
    const rows: Row[] = await db('withdrawal_requests')
      .whereNotNull('completion_step_up')
      .modify((query) => void (after !== null && query.where('id', '>', after)))
      .orderBy('id')
      .limit(PAGE)
      .select(
        'id',
        'completed_by_id',
        'payload_hash',
        'transaction_hash',
        'crypto_amount',
        'completion_step_up',
      );
    yield rows.map((row) => ({
      id: row.id,
      staffId: row.completed_by_id,
      kind: null,
      evidence: row.completion_step_up,
      expected: challengeOf(row),
    }));
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}

/**
 * Who completed it may have said how much was sent, or not: the one of the two that was signed, if it is one
 * of them.
 */
function challengeOf({
  payload_hash: hash,
  transaction_hash: transaction,
  crypto_amount: amount,
  completion_step_up: evidence,
}: Row): string {
  const plain = completionChallenge(hash, transaction, null);
  const withAmount = amount === null ? plain : completionChallenge(hash, transaction, trimAmount(amount));
  return evidence?.challenge === withAmount ? withAmount : plain;
}

interface Row {
  id: string;
  completed_by_id: string;
  payload_hash: string;
  transaction_hash: string;
  crypto_amount: string | null;
  completion_step_up: StepUpEvidence | null;
}
