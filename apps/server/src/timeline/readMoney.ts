import { currencyDisplayName, formatUsd, type MoneyState, type Permission, trimAmount } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import type { Payment } from '../models/Payment.ts';
import { type BalanceRow, readBalance } from './readBalance.ts';

export interface MoneyQuery {
  userId: string;
  /** Null: of everything that the user has. */
  payment: Payment | null;
  permissions: ReadonlySet<Permission>;
}

/** Of each kind; one more is read, to tell whether there are more. */
const MAX_OPEN = 4;

interface Coin {
  currencyCode: string;
  token: string | null;
  network: string | null;
}
type Stored<Row extends { currencyName: string }> = Omit<Row, 'currencyName'> & Coin;
type PaymentRow = Stored<MoneyState['payments'][number]> & { language: string | null };

interface Rows {
  payments: PaymentRow[];
  suspense: Stored<MoneyState['suspense'][number]>[];
  withdrawals: Stored<MoneyState['withdrawals'][number]>[];
  payoutsStopped: boolean;
  isFrozen: boolean;
}

/** Where the money of a user or of a payment is, as the rows say it: what is open, and what came last. */
export async function readMoney(ctx: AppContext, query: MoneyQuery): Promise<MoneyState> {
  const may = (permission: Permission) => query.permissions.has(permission);
  const [{ rows }, balance] = await Promise.all([
    ctx.knex.raw<{ rows: Rows[] }>(statement(query), {
      userId: query.userId,
      paymentId: query.payment?.id ?? query.userId,
      limit: MAX_OPEN + 1,
    }),
    may('balances.read') && may('transactions.read')
      ? readBalance(ctx, query.userId, query.payment?.id ?? null)
      : null,
  ]);
  const [found] = rows;
  if (found === undefined) throw new Error('the state of a user’s money was not answered');
  const open = [found.payments, found.suspense, found.withdrawals];
  return {
    asOf: ctx.clock.now().toISOString(),
    payments: found.payments.slice(0, MAX_OPEN).map(presentPayment),
    suspense: found.suspense.slice(0, MAX_OPEN).map(presentSuspense),
    withdrawals: found.withdrawals.slice(0, MAX_OPEN).map(presentWithdrawal),
    hasMore: open.some((list) => list.length > MAX_OPEN),
    payoutsStopped: found.payoutsStopped,
    isFrozen: found.isFrozen,
    balance: balance === null ? null : presentBalance(balance),
    language: found.payments[0]?.language ?? null,
  };
}

const OPEN_PAYMENT = `parent_payment_id is null
  and (status in ('pending', 'confirming', 'confirmed') or needs_attention is not null)`;

function statement({ payment, permissions }: MoneyQuery): string {
  const may = (permission: Permission, rows: string) =>
    permissions.has(permission) ? rows : `select '[]'::json`;
  const payments =
    payment === null ? PAYMENTS_OF_USER : 'select id, 0 as part from payments where id = :paymentId';
  const suspense = payment === null ? SUSPENSE_OF_USER : SUSPENSE_OF_PAYMENT;
  return `select
    (${may(
      'payments.read',
      jsonOf(
        PAYMENT_FIELDS,
        `(${payments}) picked join payments r on r.id = picked.id
        join currencies c on c.code = r.currency_code`,
        'picked.part, r.created_at desc, r.id desc',
      ),
    )}) as payments,
    (${may(
      'suspense.read',
      jsonOf(
        SUSPENSE_FIELDS,
        `(${suspense}) r left join payments p on p.id = r.payment_id
        left join currencies c on c.code = r.currency_code`,
        `r.status <> 'open', r.created_at desc, r.id desc`,
      ),
    )}) as suspense,
    (${
      payment === null
        ? may(
            'withdrawals.read',
            jsonOf(
              WITHDRAWAL_FIELDS,
              `(${WITHDRAWALS_OF_USER}) picked
        join withdrawal_requests r on r.id = picked.id join currencies c on c.code = r.currency_code
        ${PAYOUT}`,
              'picked.part, r.created_at desc, r.id desc',
            ),
          )
        : `select '[]'::json`
    }) as withdrawals,
    exists (select from payout_stops where resumed_at is null) as "payoutsStopped",
    (select frozen_at is not null from users where id = :userId) as "isFrozen"`;
}

/** Open ones first, then the newest; a row of both parts once. */
const newestToo = (table: string, open: string): string => `
  select id, min(part) as part from (
    (select id, 0 as part from ${table} where user_id = :userId and ${open}
      order by created_at desc, id desc limit :limit)
    union all
    (select id, 1 as part from ${table} where user_id = :userId order by created_at desc, id desc limit 1)
  ) both_parts group by id`;
const PAYMENTS_OF_USER = newestToo('payments', OPEN_PAYMENT);
const WITHDRAWALS_OF_USER = newestToo(
  'withdrawal_requests',
  `status in ('pending', 'approved', 'processing')`,
);
const SUSPENSE_OF_USER = `select * from suspense_items
  where user_id = :userId and status = 'open' order by created_at desc, id desc limit :limit`;
/** Of the payment and of further deposits to its address: the open ones first. */
const SUSPENSE_OF_PAYMENT = `select i.* from (
    select id from payments where id = :paymentId
    union all
    (select id from payments where parent_payment_id = :paymentId order by id desc limit 20)
  ) s join suspense_items i on i.payment_id = s.id
  order by i.status <> 'open', i.created_at desc, i.id desc limit :limit`;
const PAYOUT = `left join lateral (
    select status, status_changed_at from payouts where withdrawal_request_id = r.id order by created_at desc limit 1
  ) payout on true`;

const jsonOf = (fields: Record<string, string>, from: string, order: string): string =>
  `select coalesce(json_agg(json_build_object(${Object.entries(fields)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(', ')}) order by ${order}), '[]') from ${from}`;

/** As ISO 8601 in UTC. */
const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COIN = { currencyCode: 'r.currency_code', token: 'c.token', network: 'c.network' };

const PAYMENT_FIELDS = {
  ...COIN,
  id: 'r.id',
  internalPaymentId: 'r.internal_payment_id',
  status: 'r.status',
  providerStatus: 'r.provider_status',
  needsAttention: 'r.needs_attention',
  isExtra: 'r.parent_payment_id is not null',
  hasAddress: 'r.pay_address is not null',
  isWatched: 'r.next_check_at is not null',
  amountUsd: 'r.amount_usd::text',
  payAmount: 'r.pay_amount::text',
  actualAmount: 'r.actual_amount::text',
  actualAmountUsd: 'r.actual_amount_usd::text',
  creditedAmountUsd: 'r.credited_amount_usd::text',
  suspenseAmountUsd: 'r.suspense_amount_usd::text',
  returnedAmountUsd: 'r.returned_amount_usd::text',
  feeAmountUsd: 'r.fee_amount_usd::text',
  creditedAt: `(select ${time('min(t.created_at)')} from transactions t where t.payment_id = r.id)`,
  credits: '(select count(*) from transactions t where t.payment_id = r.id)',
  createdAt: time('r.created_at'),
  statusChangedAt: time('r.status_changed_at'),
  expiresAt: time('r.expires_at'),
  language: `coalesce(r.metadata ->> 'language', r.metadata ->> 'locale')`,
};
const SUSPENSE_FIELDS = {
  ...COIN,
  id: 'r.id',
  reason: 'r.reason',
  status: 'r.status',
  paymentId: 'r.payment_id',
  parentPaymentId: 'p.parent_payment_id',
  internalPaymentId: 'p.internal_payment_id',
  amount: 'r.amount::text',
  amountUsd: 'r.amount_usd::text',
  createdAt: time('r.created_at'),
  resolvedAt: time('r.resolved_at'),
};
const WITHDRAWAL_FIELDS = {
  ...COIN,
  id: 'r.id',
  internalWithdrawalId: 'r.internal_withdrawal_id',
  status: 'r.status',
  isIntact: 'r.is_intact',
  amountUsd: 'r.amount_usd::text',
  finalAmountUsd: 'r.final_amount_usd::text',
  cryptoAmount: 'r.crypto_amount::text',
  transactionHash: 'r.transaction_hash',
  approvals: `(select count(*) from withdrawal_approvals a
    where a.withdrawal_request_id = r.id and a.payload_hash = r.payload_hash)`,
  requiredApprovals: 'r.required_approvals',
  payoutStatus: 'payout.status',
  payoutChangedAt: time('payout.status_changed_at'),
  createdAt: time('r.created_at'),
  statusChangedAt: time('r.status_changed_at'),
};

function named<Row extends Coin>({ currencyCode, token, network, ...row }: Row) {
  return { ...row, currencyName: currencyDisplayName({ code: currencyCode, token, network }) };
}
const crypto = (amount: string | null) => (amount === null ? null : trimAmount(amount));

function presentPayment({ language: _language, ...row }: PaymentRow): MoneyState['payments'][number] {
  return {
    ...named(row),
    payAmount: crypto(row.payAmount),
    actualAmount: crypto(row.actualAmount),
    amountUsd: formatUsd(row.amountUsd),
    actualAmountUsd: formatUsd(row.actualAmountUsd),
    creditedAmountUsd: formatUsd(row.creditedAmountUsd),
    suspenseAmountUsd: formatUsd(row.suspenseAmountUsd),
    returnedAmountUsd: formatUsd(row.returnedAmountUsd),
    feeAmountUsd: formatUsd(row.feeAmountUsd),
  };
}

const presentSuspense = (row: Rows['suspense'][number]): MoneyState['suspense'][number] => ({
  ...named(row),
  amount: trimAmount(row.amount),
  amountUsd: formatUsd(row.amountUsd),
});

const presentWithdrawal = (row: Rows['withdrawals'][number]): MoneyState['withdrawals'][number] => ({
  ...named(row),
  amountUsd: formatUsd(row.amountUsd),
  finalAmountUsd: formatUsd(row.finalAmountUsd),
  cryptoAmount: crypto(row.cryptoAmount),
});

function presentBalance({ deposit, since, sinceIsCapped, ...row }: BalanceRow): MoneyState['balance'] {
  return {
    balanceUsd: formatUsd(row.balanceUsd),
    heldUsd: formatUsd(row.heldUsd),
    availableUsd: formatUsd(row.availableUsd),
    deposit: deposit === null ? null : { ...deposit, amountUsd: formatUsd(deposit.amountUsd) },
    since: since.map((posted) => ({ ...posted, amountUsd: formatUsd(posted.amountUsd) })),
    sinceIsCapped,
  };
}
