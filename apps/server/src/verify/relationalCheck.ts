import type { Knex } from 'knex';
import { mergeFindings, type Finding } from './finding.ts';

/**
 * A rule between tables. The query selects the rows that break it as `id`, `user_id` and `problem`; it calls nothing
 * that stands in the database, only what PostgreSQL itself has.
 */
export interface RelationalCheck {
  table: string;
  broken: string;
}

/** Runs the checks, of all rows or of those of one user. */
export async function runRelationalChecks(
  trx: Knex.Transaction,
  checks: readonly RelationalCheck[],
  userId: string | null,
): Promise<Finding> {
  const findings: Finding[] = [];
  for (const { table, broken } of checks) {
    const { rows } = await trx.raw<{ rows: FaultRow[] }>(
      `select counted.rows, f.id, f.problem, coalesce(f.faults, 0) as faults
       from (select count(*) as rows from ${table}) counted
       left join lateral (
         select b.id::text as id, b.problem, count(*) over () as faults from (${broken}) b
         where :userId::uuid is null or b.user_id = :userId::uuid order by b.id limit 1
       ) f on true`,
      { userId },
    );
    const row = rows[0];
    findings.push({
      rows: Number(row?.rows ?? 0),
      faults: Number(row?.faults ?? 0),
      firstBad:
        row === undefined || row.id === null ? null : { table, id: row.id, problem: row.problem ?? '' },
    });
  }
  return mergeFindings(findings);
}

interface FaultRow {
  rows: string;
  id: string | null;
  problem: string | null;
  faults: string;
}
