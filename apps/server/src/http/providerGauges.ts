import { Gauge, type Registry } from 'prom-client';
import type { AppContext } from '../context/appContext.ts';
import { sharedReading } from './sharedReading.ts';

interface Facts {
  due: number;
  overdue_seconds: number;
  paused_groups: number;
  oldest_minimum_seconds: number;
  payouts_unknown: number;
  payouts_unknown_seconds: number;
  payouts_failed: number;
}

/** What an operator watches about the provider: is it asked, is polling behind, are the minimums fresh. */
export function providerGauges(ctx: AppContext, registry: Registry): void {
  // Each gauge reads for itself, because a scrape takes all of them at once; what they read is read once.
  const facts = sharedReading(async () => await readFacts(ctx));
  const gauge = (name: string, help: string, field: keyof Facts) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set((await facts())[field]);
      },
    });
  gauge('paydesk_payments_due', 'Payments whose time to be asked about has come', 'due');
  gauge(
    'paydesk_payments_overdue_seconds',
    'For how long the longest waiting of them has been due',
    'overdue_seconds',
  );
  gauge(
    'paydesk_provider_groups_paused',
    'Groups of requests that pause because the provider said “too many”',
    'paused_groups',
  );
  gauge(
    'paydesk_minimum_age_seconds',
    'Age of the oldest minimum of a currency on offer; one never asked counts from when it was added',
    'oldest_minimum_seconds',
  );
  gauge(
    'paydesk_payouts_unknown',
    'Payouts whose outcome is unknown: the provider may or may not carry them out',
    'payouts_unknown',
  );
  gauge(
    'paydesk_payouts_unknown_seconds',
    'How long the oldest of them has been unknown',
    'payouts_unknown_seconds',
  );
  gauge(
    'paydesk_payouts_failed',
    'Withdrawals in processing whose payout failed: they wait for a person',
    'payouts_failed',
  );
  const circuit = new Gauge({
    name: 'paydesk_provider_circuit',
    help: '1 for the state that the circuit to the provider is in',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { state } = await ctx.provider.circuit();
      for (const each of ['closed', 'open', 'half_open']) this.set({ state: each }, each === state ? 1 : 0);
    },
  });
  circuit.set({ state: 'closed' }, 1);
}

async function readFacts(ctx: AppContext): Promise<Facts> {
  const { rows } = await ctx.knex.raw<{ rows: Facts[] }>(
    `select (select count(*)::int from payments where next_check_at <= m.at) as due,
       (select coalesce(extract(epoch from m.at - min(next_check_at)), 0)::float8 from payments where next_check_at <= m.at) as overdue_seconds,
       (select count(*)::int from provider_budgets where paused_until > m.at) as paused_groups,
       (select coalesce(extract(epoch from m.at - min(coalesce(min_checked_at, created_at))), 0)::float8 from currencies where is_active and is_available) as oldest_minimum_seconds,
       (select count(*)::int from payouts where status = 'unknown') as payouts_unknown,
       (select coalesce(extract(epoch from m.at - min(attempted_at)), 0)::float8 from payouts where status = 'unknown') as payouts_unknown_seconds,
       (select count(*)::int from withdrawal_requests w where status = 'processing'
         and exists (select from payouts p where p.withdrawal_request_id = w.id)
         and not exists (select from payouts p where p.withdrawal_request_id = w.id and p.status <> 'failed')) as payouts_failed
     from (select cast(? as timestamptz) as at) m`,
    [ctx.clock.now()],
  );
  return (
    rows[0] ?? {
      due: 0,
      overdue_seconds: 0,
      paused_groups: 0,
      oldest_minimum_seconds: 0,
      payouts_unknown: 0,
      payouts_unknown_seconds: 0,
      payouts_failed: 0,
    }
  );
}
