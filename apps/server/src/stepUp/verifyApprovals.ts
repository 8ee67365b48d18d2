import { stepUpEvidenceSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { verifyEvidence, type EvidenceVerdict } from './verifyEvidence.ts';

export interface ApprovalsReport {
  approvals: number;
  verified: number;
  notSigned: number;
  /** Those whose evidence does not prove what it is stored with; oldest first. */
  forged: { id: string; withdrawalRequestId: string; staffId: string }[];
}

const PAGE = 500;

/** Checks the second factor of every approval there is: `paydesk verify` tells whether anybody wrote one into the database. */
export async function verifyApprovals(db: Knex): Promise<ApprovalsReport> {
  const report: ApprovalsReport = { approvals: 0, verified: 0, notSigned: 0, forged: [] };
  for (let after: string | null = null; ; ) {
    const rows: Row[] = await db('withdrawal_approvals').modify((query) => void (after !== null && query.where('id', '>', after))).orderBy('id').limit(PAGE)
      .select('id', 'withdrawal_request_id', 'staff_id', 'payload_hash', 'step_up_kind', 'step_up');
    for (const row of rows) {
      const verdict = await verdictOn(db, row);
      report.approvals += 1;
      if (verdict === 'verified') report.verified += 1;
      else if (verdict === 'not signed') report.notSigned += 1;
      else report.forged.push({ id: row.id, withdrawalRequestId: row.withdrawal_request_id, staffId: row.staff_id });
    }
    if (rows.length < PAGE) return report;
    after = rows.at(-1)?.id ?? null;
  }
}

async function verdictOn(db: Knex, row: Row): Promise<EvidenceVerdict> {
  if (row.step_up === null) return row.step_up_kind === 'none' ? 'not signed' : 'forged';
  const { data: evidence } = stepUpEvidenceSchema.safeParse(row.step_up);
  if (evidence === undefined || evidence.kind !== row.step_up_kind || evidence.staffId !== row.staff_id) return 'forged';
  return await verifyEvidence(db, evidence, row.payload_hash);
}

interface Row {
  id: string;
  withdrawal_request_id: string;
  staff_id: string;
  payload_hash: string;
  step_up_kind: string;
  step_up: unknown;
}
