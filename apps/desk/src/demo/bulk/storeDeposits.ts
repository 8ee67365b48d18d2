import { randomBytes } from 'node:crypto';
import { newId, Payment, SuspenseItem, type AuditRecord } from '@paydesk/server/domain';
import type { Knex } from 'knex';
import type { Random } from '../seededRandom.ts';
import { usd, type Business } from './business.ts';
import { PROVIDER_STATUS, providerBody, WATCHED_MS, type InventedDeposit } from './inventDeposit.ts';

/**
 * Stores payments as the desk would: created, reported by the provider, ended. What is credited is posted by the
 * caller, in the same database transaction. Returns the audit entries of what people did.
 */
export async function storeDeposits(
  trx: Knex.Transaction,
  business: Business,
  deposits: readonly InventedDeposit[],
  random: Random,
): Promise<AuditRecord[]> {
  if (deposits.length === 0) return [];
  await Payment.query(trx).insert(
    deposits.map(({ user, payment, currency }) => ({
      ...payment,
      userId: user.id,
      currencyCode: currency.code,
      checkoutToken: randomBytes(24).toString('base64url'),
      description: random.pick(DESCRIPTIONS),
      providerStatus: 'waiting',
      createdByKind: 'service' as const,
      createdById: business.shop.id,
      updatedAt: payment.createdAt,
      statusChangedAt: payment.createdAt,
      expiresAt: new Date(payment.createdAt.getTime() + WATCHED_MS),
    })),
  );
  const reports = deposits.flatMap((deposit) => deposit.reports);
  await trx.raw(REPORTS, [JSON.stringify(reports)]);
  await trx.raw(OUTCOMES, [JSON.stringify(reports)]);
  const resolutions = deposits
    .filter(({ outcome }) => outcome === 'suspense')
    .map((deposit) => resolve(deposit, random));
  await trx.raw(ENDS, [JSON.stringify(deposits.map((deposit) => endOf(deposit, resolutions)))]);
  if (resolutions.length > 0)
    await SuspenseItem.query(trx).insert(resolutions.map((it) => suspenseItem(business, it)));
  return [
    ...deposits.filter(({ outcome }) => outcome === 'cancelled').map(cancellation),
    ...resolutions.flatMap((it) => (it.status === 'open' ? [] : [resolutionEntry(business, it)])),
  ];
}

const DESCRIPTIONS = ['Wallet top-up', 'Top-up', 'Annual plan', 'Credits', 'Studio subscription'] as const;

const REPORTS = /* sql */ `
  insert into provider_events (id, source, provider_payment_id, provider_status, digest, body, received_at)
  select r.id, r.source, r."providerPaymentId", r."providerStatus", r.digest, r.body::jsonb, r."receivedAt"
  from jsonb_to_recordset(?::jsonb) as r (
    id uuid, source text, "providerPaymentId" text, "providerStatus" text, digest text, body text,
    "receivedAt" timestamptz
  )`;

const OUTCOMES = /* sql */ `
  insert into provider_event_outcomes (event_id, outcome, payment_id, detail, decided_at)
  select r.id, r.outcome, r."paymentId", r.detail, r."receivedAt"
  from jsonb_to_recordset(?::jsonb) as r (
    id uuid, outcome text, "paymentId" uuid, detail text, "receivedAt" timestamptz
  )`;

const ENDS = /* sql */ `
  update payments p set
    status = r.status, status_changed_at = r.at, updated_at = r.at, checked_at = r.at,
    completed_at = case when r.status = 'completed' then r.at end,
    provider_status = r."providerStatus", provider_updated_at = r.at, provider_data = r."providerData",
    transaction_hash = r."transactionHash", actual_amount = r."actualAmount", actual_amount_usd = r."arrivedUsd",
    credited_amount_usd = r."creditedUsd", suspense_amount_usd = r."suspenseUsd",
    returned_amount_usd = r."returnedUsd", fee_amount_usd = r."feeUsd"
  from jsonb_to_recordset(?::jsonb) as r (
    id uuid, status text, at timestamptz, "providerStatus" text, "providerData" jsonb, "transactionHash" text,
    "actualAmount" numeric, "arrivedUsd" numeric, "creditedUsd" numeric, "suspenseUsd" numeric,
    "returnedUsd" numeric, "feeUsd" numeric
  )
  where p.id = r.id`;

const ENDED_AS = {
  credited: 'completed',
  suspense: 'partially_paid',
  expired: 'expired',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

function endOf(deposit: InventedDeposit, resolutions: readonly Resolution[]) {
  const { payment, outcome, arrivedCents, endedAt, transactionHash, actualAmount } = deposit;
  const status = ENDED_AS[outcome];
  const providerStatus = PROVIDER_STATUS[outcome];
  const resolution = resolutions.find((it) => it.deposit === deposit)?.status;
  const arrivedUsd = usd(arrivedCents);
  const at = new Date(endedAt).toISOString();
  return {
    id: payment.id,
    status,
    at,
    providerStatus,
    providerData: providerBody(deposit, providerStatus, at),
    transactionHash,
    actualAmount,
    arrivedUsd,
    creditedUsd: outcome === 'credited' ? arrivedUsd : '0',
    suspenseUsd: resolution === 'open' ? arrivedUsd : '0',
    returnedUsd: resolution === 'returned' ? arrivedUsd : '0',
    feeUsd: resolution === 'written_off' ? arrivedUsd : '0',
  };
}

/** What became of an amount in suspense. */
interface Resolution {
  id: string;
  deposit: InventedDeposit;
  status: 'open' | 'returned' | 'written_off';
}

const resolve = (deposit: InventedDeposit, random: Random): Resolution => ({
  id: newId(new Date(deposit.endedAt)),
  deposit,
  status: random.next() < 0.15 ? 'open' : random.next() < 0.8 ? 'returned' : 'written_off',
});

const NOTES = {
  open: null,
  returned: 'Sent back to the address it came from',
  written_off: 'Too little to send back',
} as const;

function suspenseItem({ operator }: Business, { id, deposit, status }: Resolution) {
  const { user, payment, currency, actualAmount, arrivedCents, endedAt } = deposit;
  const at = new Date(endedAt);
  return {
    id,
    reason: 'partial_payment' as const,
    status,
    paymentId: payment.id,
    userId: user.id,
    providerPaymentId: payment.providerPaymentId,
    currencyCode: currency.code,
    amount: actualAmount ?? '0',
    amountUsd: usd(arrivedCents),
    evidence: providerBody(deposit, PROVIDER_STATUS.suspense, at.toISOString()),
    createdAt: at,
    ...(status !== 'open' && {
      note: NOTES[status],
      resolvedByKind: 'staff' as const,
      resolvedById: operator.id,
      resolvedByName: operator.name,
      resolvedAt: at,
    }),
  };
}

const resolutionEntry = ({ operator }: Business, { id, deposit, status }: Resolution): AuditRecord => ({
  action: status === 'returned' ? 'suspense.markReturned' : 'suspense.writeOff',
  actor: operator,
  subjectKind: 'suspense',
  subjectId: id,
  note: NOTES[status],
  before: { status: 'open' },
  after: { status, amountUsd: usd(deposit.arrivedCents) },
  at: new Date(deposit.endedAt),
});

const cancellation = ({ user, payment, endedAt }: InventedDeposit): AuditRecord => ({
  action: 'payments.cancel',
  actor: { kind: 'user', id: user.id, name: user.name },
  subjectKind: 'payment',
  subjectId: payment.id,
  before: { status: 'pending' },
  after: { status: 'cancelled' },
  at: new Date(endedAt),
});
