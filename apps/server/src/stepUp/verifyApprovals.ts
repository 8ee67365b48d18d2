import type { Knex } from 'knex';
import { verifyRows, type EvidenceReport, type ProvedRow } from './verifyRows.ts';

const PAGE = 500;

/** Checks the second factor of every approval there is: tells whether anybody wrote one into the database. */
export async function verifyApprovals(db: Knex): Promise<EvidenceReport> {
  return await verifyRows(db, approvals(db));
}

async function* approvals(db: Knex): AsyncIterable<ProvedRow[]> {
  for (let after: string | null = null; ;) {
    const rows: Row[] = await db('withdrawal_approvals')
      .modify((query) => void (after !== null && query.where('id', '>', after)))
      .orderBy('id')
      .limit(PAGE)
      .select('id', 'staff_id', 'payload_hash', 'step_up_kind', 'step_up');
    yield rows.map((row) => ({
      id: row.id,
      staffId: row.staff_id,
      kind: row.step_up_kind,
      evidence: row.step_up,
      expected: row.payload_hash,
    }));
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}

interface Row {
  id: string;
  staff_id: string;
  payload_hash: string;
  step_up_kind: string;
  step_up: unknown;
}
