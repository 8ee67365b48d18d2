import type { dashboardHealthOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';

interface HealthRow {
  state: 'closed' | 'open' | 'half_open';
  since: Date;
  failures: number;
  last_failure_at: Date | null;
  last_error: string | null;
  last_report_at: Date | null;
  finished_at: Date | null;
  is_ok: boolean | null;
  checks: { faults: number; firstBad: { table: string; problem: string } | null }[] | null;
}

/** What the desk knows about its provider, and what the latest verification of the database found. */
export async function health({ knex }: AppContext): Promise<z.infer<typeof dashboardHealthOutput>> {
  const { rows } = await knex.raw<{ rows: HealthRow[] }>(HEALTH);
  const row = rows[0];
  if (row === undefined) throw new Error('the provider circuit has no row');
  return {
    provider: {
      state: row.state,
      since: row.since.toISOString(),
      lastReportAt: row.last_report_at?.toISOString() ?? null,
      failures: row.failures,
      lastFailureAt: row.last_failure_at?.toISOString() ?? null,
      lastError: row.last_error,
    },
    verification:
      row.finished_at === null
        ? null
        : { finishedAt: row.finished_at.toISOString(), ok: row.is_ok === true, problem: firstProblem(row) },
  };
}

function firstProblem({ checks }: HealthRow): string | null {
  const fault = checks?.find(({ faults }) => faults > 0)?.firstBad ?? null;
  return fault === null ? null : `${fault.table}: ${fault.problem}`;
}

const HEALTH = /* sql */ `
  select c.state, c.since, c.failures, c.last_failure_at, c.last_error,
    (select received_at from provider_events order by received_at desc, id desc limit 1) as last_report_at,
    v.finished_at, v.is_ok, v.checks
  from provider_circuit c
  left join lateral (
    select finished_at, is_ok, checks from verifications order by finished_at desc limit 1
  ) v on true`;
