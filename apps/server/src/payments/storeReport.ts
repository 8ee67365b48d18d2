import type { Knex } from 'knex';
import { canonicalJson } from '../base/canonicalJson.ts';
import { newId, sha256Hex } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import type { ReportDecision } from './reportDecision.ts';

export type ReportSource = 'ipn' | 'poll' | 'create' | 'list';

/** The effect of a report. `asked`: a notification, after which the provider's API was asked. */
export interface ReportOutcome {
  outcome: ReportDecision['outcome'] | 'unknown_payment' | 'asked';
  paymentId: string | null;
}

/** Stores the report, the same report from the same source once. Returns the event's id. */
export async function storeReport(
  ctx: AppContext,
  source: ReportSource,
  report: ProviderReport,
  rawBody?: string,
): Promise<string> {
  const at = ctx.clock.now();
  const { body, digest } = digestedReport(source, report.raw);
  const { rows } = await ctx.knex.raw<{ rows: { id: string }[] }>(
    `with stored as (
       insert into provider_events
         (id, source, provider_payment_id, provider_status, digest, body, raw_body, received_at)
       values (:id, :source, :providerPaymentId, :rawStatus, :digest, :body, :rawBody, :at)
       on conflict (digest) do nothing returning id)
     select id from stored union all select id from provider_events where digest = :digest limit 1`,
    {
      id: newId(at),
      source,
      providerPaymentId: report.providerPaymentId,
      rawStatus: report.rawStatus,
      digest,
      body,
      rawBody: rawBody ?? null,
      at,
    },
  );
  // Neither row shows when another transaction has just inserted the report: a second statement sees it.
  const id =
    rows[0]?.id ??
    (await ctx.knex<{ id: string; digest: string }>('provider_events').where({ digest }).first())?.id;
  if (id === undefined) throw new Error('a provider report could not be stored');
  return id;
}

/** The body as it is stored, and the digest that keeps the same report from being stored twice. */
export function digestedReport(source: ReportSource, raw: unknown): { body: string; digest: string } {
  const body = canonicalJson(raw);
  return { body, digest: sha256Hex(`${source}\n${body}`) };
}

/** Records what the desk made of a stored report; the first outcome of a report stays. */
export async function recordOutcome(
  ctx: AppContext,
  trx: Knex,
  result: ReportOutcome & { eventId: string; detail: string },
): Promise<ReportOutcome> {
  const { eventId, outcome, paymentId, detail } = result;
  await trx('provider_event_outcomes')
    .insert({ event_id: eventId, outcome, payment_id: paymentId, detail, decided_at: ctx.clock.now() })
    .onConflict('event_id')
    .ignore();
  if (outcome === 'unknown_status' || outcome === 'flagged' || outcome === 'suspense')
    ctx.log.warn({ eventId, outcome, paymentId, detail }, 'a provider report needs the attention of staff');
  return { outcome, paymentId };
}
