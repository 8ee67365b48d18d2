import {
  newId,
  WithdrawalApproval,
  WithdrawalRequest,
  type Actor,
  type AuditRecord,
  type Posting,
} from '@paydesk/server/domain';
import type { Knex } from 'knex';
import { payoutHash } from '../inventedAddresses.ts';
import type { Random } from '../seededRandom.ts';
import { HOUR, MINUTE } from '../timeline.ts';
import { usd, type Business, type OpenWithdrawal } from './business.ts';
import { currencyOf, inCurrency } from './inventDeposit.ts';

type Ending = 'completed' | 'rejected' | 'cancelled';

/** A withdrawal with how it ends. Times are ISO texts. */
interface Ended {
  withdrawal: OpenWithdrawal;
  status: Ending;
  payloadHash: string;
  approver: Actor;
  approvedAt: Date;
  endedAt: Date;
  cryptoAmount: string;
  transactionHash: string;
}

const RATE_MINUTES = 15;

/**
 * Ends open withdrawals, each of another user: most are approved and paid out, the others rejected or cancelled.
 * Returns the postings, which the caller makes in the same database transaction, and the audit entries.
 */
export async function endWithdrawals(
  trx: Knex.Transaction,
  business: Business,
  withdrawals: readonly OpenWithdrawal[],
  { random, now }: { random: Random; now: number },
): Promise<{ postings: Omit<Posting, 'idempotent'>[]; entries: AuditRecord[] }> {
  if (withdrawals.length === 0) return { postings: [], entries: [] };
  const stored = await WithdrawalRequest.query(trx)
    .select('id', 'payloadHash')
    .whereIn(
      'id',
      withdrawals.map(({ id }) => id),
    );
  const hashes = new Map(stored.map(({ id, payloadHash }) => [id, payloadHash]));
  const ended = withdrawals.map((withdrawal) =>
    endOf(business, withdrawal, hashes.get(withdrawal.id) ?? '', { random, now }),
  );
  for (const { status, withdrawal } of ended) {
    withdrawal.user.isWithdrawing = false;
    if (status !== 'completed') withdrawal.user.availableCents += withdrawal.cents;
  }
  const paid = ended.filter(({ status }) => status === 'completed');
  const closed = ended.filter(({ status }) => status !== 'completed');
  if (paid.length > 0) await payOut(trx, business, paid);
  if (closed.length > 0) await trx.raw(CLOSE, [JSON.stringify(closed.map(changesOf))]);
  return {
    postings: paid.flatMap((it) => settlement(business, it)),
    entries: ended.flatMap((it) => entriesOf(business, it)),
  };
}

function endOf(
  business: Business,
  withdrawal: OpenWithdrawal,
  payloadHash: string,
  { random, now }: { random: Random; now: number },
): Ended {
  const { network } = currencyOf(business, withdrawal.currencyCode);
  const chance = random.next();
  const after = (from: number, ms: number) => new Date(Math.min(from + ms, now));
  const approvedAt = after(withdrawal.requestedAt, random.between(1, 8) * HOUR);
  return {
    withdrawal,
    status: chance < 0.85 ? 'completed' : chance < 0.93 ? 'rejected' : 'cancelled',
    payloadHash,
    approver: business.approvers[random.between(0, 1)] ?? business.approvers[0],
    approvedAt,
    endedAt: after(approvedAt.getTime(), random.between(2, RATE_MINUTES - 1) * MINUTE),
    cryptoAmount: inCurrency(withdrawal.currencyCode, usd(withdrawal.cents - withdrawal.feeCents)),
    transactionHash: payoutHash(network, random),
  };
}

async function payOut(trx: Knex.Transaction, { payer }: Business, paid: readonly Ended[]): Promise<void> {
  await WithdrawalApproval.query(trx).insert(
    paid.map(({ withdrawal, payloadHash, approver, approvedAt }) => ({
      id: newId(approvedAt),
      withdrawalRequestId: withdrawal.id,
      staffId: approver.id ?? '',
      staffName: approver.name ?? '',
      note: null,
      payloadHash,
      stepUpKind: 'none' as const,
      stepUp: null,
      createdAt: approvedAt,
    })),
  );
  const changes = JSON.stringify(paid.map(changesOf));
  await trx.raw(APPROVE, [changes]);
  await trx.raw(COMPLETE, { changes, payerId: payer.id, payerName: payer.name });
}

const changesOf = ({ withdrawal, status, approvedAt, endedAt, cryptoAmount, transactionHash }: Ended) => ({
  id: withdrawal.id,
  status,
  approvedAt,
  endedAt,
  rateExpiresAt: rateExpiry(approvedAt),
  cryptoAmount,
  transactionHash,
});

const rateExpiry = (approvedAt: Date) => new Date(approvedAt.getTime() + RATE_MINUTES * MINUTE);

const CHANGES = /* sql */ `as r (
  id uuid, status text, "approvedAt" timestamptz, "endedAt" timestamptz, "rateExpiresAt" timestamptz,
  "cryptoAmount" numeric, "transactionHash" text
)`;

const APPROVE = /* sql */ `
  update withdrawal_requests w set status = 'approved', approved_at = r."approvedAt",
    status_changed_at = r."approvedAt", updated_at = r."approvedAt", crypto_amount = r."cryptoAmount",
    rate_fixed_at = r."approvedAt", rate_expires_at = r."rateExpiresAt"
  from jsonb_to_recordset(?::jsonb) ${CHANGES} where w.id = r.id`;

const COMPLETE = /* sql */ `
  update withdrawal_requests w set status = 'completed', completed_at = r."endedAt",
    status_changed_at = r."endedAt", updated_at = r."endedAt", transaction_hash = r."transactionHash",
    completed_by_kind = 'staff', completed_by_id = :payerId, completed_by_name = :payerName
  from jsonb_to_recordset(:changes::jsonb) ${CHANGES} where w.id = r.id`;

const CLOSE = /* sql */ `
  update withdrawal_requests w set status = r.status, status_changed_at = r."endedAt", updated_at = r."endedAt",
    rejected_at = case when r.status = 'rejected' then r."endedAt" end,
    cancelled_at = case when r.status = 'cancelled' then r."endedAt" end
  from jsonb_to_recordset(?::jsonb) ${CHANGES} where w.id = r.id`;

/** As the desk settles a completed withdrawal. */
function settlement(
  { payer }: Business,
  { withdrawal, endedAt, transactionHash }: Ended,
): Omit<Posting, 'idempotent'>[] {
  const { id, internalId, user, cents, feeCents, currencyCode } = withdrawal;
  const entry = {
    userId: user.id,
    withdrawalRequestId: id,
    actor: payer,
    at: endedAt,
    metadata: { internalWithdrawalId: internalId, currencyCode, transactionHash },
  };
  return [
    {
      ...entry,
      transactionType: 'withdrawal',
      amountUsd: usd(feeCents - cents),
      description: `Withdrawal completed - ${internalId}`,
    },
    {
      ...entry,
      transactionType: 'fee',
      amountUsd: usd(-feeCents),
      description: `Withdrawal fee - ${internalId}`,
    },
  ];
}

function entriesOf({ payer, approvers }: Business, ended: Ended): AuditRecord[] {
  const { withdrawal, status, payloadHash, approver, approvedAt, endedAt } = ended;
  const of = { subjectKind: 'withdrawal' as const, subjectId: withdrawal.id };
  const pending = {
    status: 'pending',
    requiredApprovals: 1,
    transactionHash: null,
    cryptoAmount: null,
    rateExpiresAt: null,
    payloadHash,
  };
  if (status === 'cancelled') {
    const actor: Actor = { kind: 'user', id: withdrawal.user.id, name: withdrawal.user.name };
    const after = { ...pending, status };
    return [{ ...of, action: 'withdrawals.cancel', actor, before: pending, after, at: endedAt }];
  }
  if (status === 'rejected') {
    const note = 'The address belongs to an exchange that refuses such deposits';
    const after = { ...pending, status };
    return [
      { ...of, action: 'withdrawals.reject', actor: approvers[0], note, before: pending, after, at: endedAt },
    ];
  }
  const approved = {
    ...pending,
    status: 'approved',
    cryptoAmount: ended.cryptoAmount,
    rateExpiresAt: rateExpiry(approvedAt),
  };
  const completed = { ...approved, status, transactionHash: ended.transactionHash };
  return [
    {
      ...of,
      action: 'withdrawals.approve',
      actor: approver,
      before: pending,
      after: approved,
      at: approvedAt,
    },
    { ...of, action: 'withdrawals.complete', actor: payer, before: approved, after: completed, at: endedAt },
  ];
}
