import { stepUpEvidenceSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { verifyEvidence, type EvidenceVerdict } from './verifyEvidence.ts';

/** A deed with the evidence that is stored beside it. */
export interface ProvedRow {
  id: string;
  /** Who did it, by the row. */
  staffId: string;
  /** By the row, where it has a column for it. */
  kind: string | null;
  evidence: unknown;
  /** The challenge of this deed, from the row as it is now. */
  expected: string;
}

export interface EvidenceReport {
  checked: number;
  verified: number;
  /** Proved by a code, or not at all where the policy did not ask. */
  notSigned: number;
  /** Ids of rows whose evidence does not prove what it is stored with; oldest first. */
  forged: string[];
}

/** Checks the second factor of these deeds once more, from the stored public keys alone. */
export async function verifyRows(
  db: Knex,
  pages: AsyncIterable<readonly ProvedRow[]>,
): Promise<EvidenceReport> {
  const report: EvidenceReport = { checked: 0, verified: 0, notSigned: 0, forged: [] };
  for await (const rows of pages) {
    for (const row of rows) {
      const verdict = await verdictOn(db, row);
      report.checked += 1;
      if (verdict === 'verified') report.verified += 1;
      else if (verdict === 'not signed') report.notSigned += 1;
      else report.forged.push(row.id);
    }
  }
  return report;
}

async function verdictOn(
  db: Knex,
  { staffId, kind, evidence, expected }: ProvedRow,
): Promise<EvidenceVerdict> {
  if (evidence === null) return kind === 'none' ? 'not signed' : 'forged';
  const { data } = stepUpEvidenceSchema.safeParse(evidence);
  if (data === undefined || data.staffId !== staffId || (kind !== null && data.kind !== kind))
    return 'forged';
  return await verifyEvidence(db, data, expected);
}
