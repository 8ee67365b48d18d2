import { Gauge } from 'prom-client';
import type { AppContext } from '../../context/appContext.ts';
import { type Scrape, withinScrape } from './scrape.ts';
import { sharedGauges } from './sharedGauges.ts';

interface Facts {
  due: number;
  overdue_seconds: number;
  paused_groups: number;
  oldest_minimum_seconds: number;
  payouts_unknown: number;
  payouts_unknown_seconds: number;
  payouts_failed: number;
}

/** What operators monitor about the provider: polling, its delay, the age of the minimums, payouts. */
export function providerGauges(ctx: AppContext, scrape: Scrape): void {
  const gauge = sharedGauges(ctx, scrape, async () => await readFacts(ctx));
  gauge('paydesk_payments_due', 'Payments that are due to be polled', (facts) => facts.due);
  gauge(
    'paydesk_payments_overdue_seconds',
    'How long the oldest of them has been due',
    (facts) => facts.overdue_seconds,
  );
  gauge(
    'paydesk_provider_groups_paused',
    'Groups of requests that are paused because the provider answered “too many requests”',
    (facts) => facts.paused_groups,
  );
  gauge(
    'paydesk_minimum_age_seconds',
    'Age of the oldest minimum of an offered currency; one that was never queried counts from when it was added',
    (facts) => facts.oldest_minimum_seconds,
  );
  gauge(
    'paydesk_payouts_unknown',
    'Payouts whose outcome is unknown: the provider may or may not carry them out',
    (facts) => facts.payouts_unknown,
  );
  gauge(
    'paydesk_payouts_unknown_seconds',
    'How long the oldest of them has been unknown',
    (facts) => facts.payouts_unknown_seconds,
  );
  gauge(
    'paydesk_payouts_failed',
    'Withdrawals in processing whose payout failed: they wait for a person',
    (facts) => facts.payouts_failed,
  );
  new Gauge({
    name: 'paydesk_provider_circuit',
    help: '1 for the current state of the circuit breaker to the provider',
    labelNames: ['state'],
    registers: [scrape.registry],
    async collect() {
      this.reset();
      if (!scrape.databaseIsUp) return;
      const circuit = await withinScrape(ctx.provider.circuit()).catch(() => null);
      if (circuit === null) return;
      for (const state of ['closed', 'open', 'half_open'])
        this.set({ state }, circuit.state === state ? 1 : 0);
    },
  });
}

const FACTS = /* sql */ `
  select
    (select count(*)::int from payments where next_check_at <= m.at) as due,
    (select coalesce(extract(epoch from m.at - min(next_check_at)), 0)::float8
      from payments where next_check_at <= m.at) as overdue_seconds,
    (select count(*)::int from provider_budgets where paused_until > m.at) as paused_groups,
    (select coalesce(extract(epoch from m.at - min(coalesce(min_checked_at, created_at))), 0)::float8
      from currencies where is_active and is_available) as oldest_minimum_seconds,
    (select count(*)::int from payouts where status = 'unknown') as payouts_unknown,
    (select coalesce(extract(epoch from m.at - min(attempted_at)), 0)::float8
      from payouts where status = 'unknown') as payouts_unknown_seconds,
    (select count(*)::int from withdrawal_requests w where status = 'processing'
      and exists (select from payouts p where p.withdrawal_request_id = w.id)
      and not exists (select from payouts p where p.withdrawal_request_id = w.id and p.status <> 'failed')
    ) as payouts_failed
  from (select cast(? as timestamptz) as at) m`;

async function readFacts(ctx: AppContext): Promise<Facts> {
  const { rows } = await ctx.knex.raw<{ rows: Facts[] }>(FACTS, [ctx.clock.now()]);
  const [facts] = rows;
  if (facts === undefined) throw new Error('the facts about the provider were not read');
  return facts;
}
