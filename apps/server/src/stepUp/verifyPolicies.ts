import type { Knex } from 'knex';
import { policyChallenge } from './challenges.ts';
import { verifyRows, type EvidenceReport, type ProvedRow } from './verifyRows.ts';

/**
 * Checks the second factor of every published policy: tells whether anybody wrote one into the database, or
 * other rules into one.
 */
export async function verifyPolicies(db: Knex): Promise<EvidenceReport> {
  return await verifyRows(db, policies(db));
}

/** There are few: one for each time that somebody changed the rules. */
async function* policies(db: Knex): AsyncIterable<ProvedRow[]> {
  const rows: Row[] = await db('withdrawal_policies')
    .orderBy('version')
    .select('id', 'version', 'rules', 'published_by_staff_id', 'step_up');
  yield rows.map((row) => ({
    id: row.id,
    staffId: row.published_by_staff_id,
    kind: null,
    evidence: row.step_up,
    expected: policyChallenge(row.version - 1, row.rules),
  }));
}

interface Row {
  id: string;
  version: number;
  rules: unknown;
  published_by_staff_id: string;
  step_up: unknown;
}
