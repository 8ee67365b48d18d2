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
  calls: number | null;
  median_ms: number | null;
  slowest_tenth_ms: number | null;
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
      callTimes: callTimes(row),
    },
    verification:
      row.finished_at === null
        ? null
        : { finishedAt: row.finished_at.toISOString(), ok: row.is_ok === true, problem: firstProblem(row) },
  };
}

function callTimes({ calls, median_ms: medianMs, slowest_tenth_ms: slowestTenthMs }: HealthRow) {
  return calls === null || medianMs === null || slowestTenthMs === null
    ? null
    : { calls, medianMs, slowestTenthMs };
}

function firstProblem({ checks }: HealthRow): string | null {
  const fault = checks?.find(({ faults }) => faults > 0)?.firstBad ?? null;
  return fault === null ? null : `${fault.table}: ${fault.problem}`;
}

const HEALTH = /* sql */ `
  select c.state, c.since, c.failures, c.last_failure_at, c.last_error,
    (select received_at from provider_events order by received_at desc, id desc limit 1) as last_report_at,
    t.calls, t.median_ms, t.slowest_tenth_ms, v.finished_at, v.is_ok, v.checks
  from provider_circuit c
  cross join lateral (
    select max(total)::int as calls,
      min(up_to_ms) filter (where counted >= total * 0.5) as median_ms,
      min(up_to_ms) filter (where counted >= total * 0.9) as slowest_tenth_ms
    from (
      select up_to_ms, sum(sum(calls)) over (order by up_to_ms) as counted, sum(sum(calls)) over () as total
      from provider_call_times where minute > clock_timestamp() - interval '1 hour' group by up_to_ms
    ) steps
  ) t
  left join lateral (
    select finished_at, is_ok, checks from verifications order by finished_at desc limit 1
  ) v on true`;
