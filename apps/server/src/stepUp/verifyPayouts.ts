import type { Knex } from 'knex';
import { payOutChallenge } from './challenges.ts';
import { verifyRows, type EvidenceReport, type ProvedRow } from './verifyRows.ts';

const PAGE = 500;

/** Checks the second factor of every payout that was ordered. */
export async function verifyPayouts(db: Knex): Promise<EvidenceReport> {
  return await verifyRows(db, payouts(db));
}

async function* payouts(db: Knex): AsyncIterable<ProvedRow[]> {
  for (let after: string | null = null; ;) {
    const rows: Row[] = await db('payouts')
      .modify((query) => void (after !== null && query.where('id', '>', after)))
      .orderBy('id')
      .limit(PAGE)
      .select('id', 'ordered_by_id', 'payload_hash', 'step_up_kind', 'step_up', { attempt: db.raw(ATTEMPT) });
    yield rows.map((row) => ({
      id: row.id,
      staffId: row.ordered_by_id,
      kind: row.step_up_kind,
      evidence: row.step_up,
      expected: payOutChallenge(row.payload_hash, row.attempt),
    }));
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}

/** From 1: how many of this withdrawal's payouts were ordered before, and this one. */
const ATTEMPT = /* sql */ `(select count(*)::int from payouts earlier
  where earlier.withdrawal_request_id = payouts.withdrawal_request_id and (earlier.created_at, earlier.id) <= (payouts.created_at, payouts.id))`;

interface Row {
  id: string;
  ordered_by_id: string;
  payload_hash: string;
  step_up_kind: string;
  step_up: unknown;
  attempt: number;
}
