import type { Knex } from 'knex';

interface VerificationRow {
  finished_at: Date;
  is_ok: boolean;
  checks: {
    name: string;
    faults: number;
    firstBad: { table: string; id: string | null; problem: string } | null;
  }[];
}

/** What the last nightly verification found; null before the first. `problem`: the first fault as text. */
export async function lastVerification(
  db: Knex,
): Promise<{ finishedAt: Date; ok: boolean; problem: string | null } | null> {
  const row = await db('verifications').orderBy('finished_at', 'desc').first<VerificationRow | undefined>();
  if (row === undefined) return null;
  const firstBad = row.checks.find(({ faults }) => faults > 0)?.firstBad ?? null;
  const problem =
    firstBad === null
      ? null
      : [firstBad.table, firstBad.id].filter(Boolean).join(' ') + `: ${firstBad.problem}`;
  return { finishedAt: row.finished_at, ok: row.is_ok, problem };
}
