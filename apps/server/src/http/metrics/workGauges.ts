import type { AppContext } from '../../context/appContext.ts';
import { JOB_SCHEMA } from '../../db/applicationRole.ts';
import type { Scrape } from './scrape.ts';
import { sharedGauges } from './sharedGauges.ts';

interface JobFacts {
  overdue_seconds: number;
  failed: number;
}

interface LagFacts {
  delivery_seconds: number;
  seal_queue: number;
  seal_age_seconds: number;
}

/** What operators monitor about the work of the workers: the job queue, deliveries of webhooks, seals. */
export function workGauges(ctx: AppContext, scrape: Scrape): void {
  const ofJobs = sharedGauges(ctx, scrape, async () => await readJobs(ctx));
  ofJobs(
    'paydesk_jobs_overdue_seconds',
    'How long the oldest run of a job has been due; over a minute: no worker runs, or too few',
    (facts) => facts.overdue_seconds,
  );
  ofJobs(
    'paydesk_jobs_failed',
    'Runs within the last hour that the job queue gave up: they took too long, or their worker ended',
    (facts) => facts.failed,
  );
  const ofLag = sharedGauges(ctx, scrape, async () => await readRow<LagFacts>(ctx.knex, LAG));
  ofLag(
    'paydesk_webhook_delivery_lag_seconds',
    'Age of the oldest event that an enabled webhook endpoint has not got yet',
    (facts) => facts.delivery_seconds,
  );
  ofLag('paydesk_seal_queue', 'Rows of the books that no seal covers yet', (facts) => facts.seal_queue);
  ofLag(
    'paydesk_seal_age_seconds',
    'Age of the last seal over the books; 0 before the first. A quiet desk seals nothing',
    (facts) => facts.seal_age_seconds,
  );
}

// Ages are those of the database's clock, which wrote the times.
const JOBS = /* sql */ `
  select
    coalesce(extract(epoch from clock_timestamp() - min(start_after) filter (
      where state = 'created' and start_after <= clock_timestamp())), 0)::float8 as overdue_seconds,
    count(*) filter (
      where state = 'failed' and completed_on > clock_timestamp() - interval '1 hour')::int as failed
  from ${JOB_SCHEMA}.job where state in ('created', 'failed')`;

async function readJobs({ knex }: AppContext): Promise<JobFacts> {
  // Before the first worker has run there is no queue.
  const { rows: found } = await knex.raw<{ rows: { exists: boolean }[] }>(
    `select to_regclass('${JOB_SCHEMA}.job') is not null as exists`,
  );
  if (found[0]?.exists !== true) return { overdue_seconds: 0, failed: 0 };
  return await readRow<JobFacts>(knex, JOBS);
}

// The queue is counted no further than anyone needs.
const LAG = /* sql */ `
  select
    (select coalesce(max(extract(epoch from clock_timestamp() - e.created_at)), 0)::float8
      from webhook_endpoints w
      cross join lateral (
        select created_at from events where sequence > w.cursor order by sequence limit 1
      ) e
      where w.disabled_at is null) as delivery_seconds,
    (select count(*)::int from (select from seal_queue limit 100000) q) as seal_queue,
    (select coalesce(extract(epoch from clock_timestamp() - max(sealed_at)), 0)::float8
      from (select sealed_at from ledger_seals order by seq desc limit 1) s) as seal_age_seconds`;

async function readRow<Row>(knex: AppContext['knex'], statement: string): Promise<Row> {
  const { rows } = await knex.raw<{ rows: Row[] }>(statement);
  const [row] = rows;
  if (row === undefined) throw new Error('the facts about the work were not read');
  return row;
}
