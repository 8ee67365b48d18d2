import type { PaymentRecord } from '@paydesk/simulator';
import { Decimal } from 'decimal.js';
import type { World } from '../schedule/world.ts';
import type { Books, PaymentRow } from './books.ts';
import { cents, isZero, sameAmount, sumCents, valueInCents } from './cents.ts';

const UNKNOWN = ['on_hold', 'under_review'];
const ARRIVED = ['finished', 'partially_paid'];

/**
 * Compares what the provider received with the desk's books: each amount is there once, as credited, in
 * suspense, returned or a fee, with the value that the rule gives it. The provider's own records count, not
 * what the desk was notified of.
 */
export function checkReceived(world: World, books: Books): string[] {
  const records = world.simulator.state().payments;
  const acknowledged = new Set(
    world.simulator
      .state()
      .ipns.filter(({ httpStatus }) => httpStatus === 200)
      .map(({ body }) => ipnKey(body)),
  );
  return [
    ...records.flatMap((record) => {
      if (record.parentPaymentId !== null) return checkChild(books, record);
      const payment = books.payments.find(({ provider_payment_id: id }) => id === record.paymentId);
      return payment === undefined
        ? checkUnmatched(
            books,
            record,
            acknowledged.has(`${record.paymentId} ${record.status} ${record.actuallyPaid}`),
          )
        : checkRoot(books, record, payment);
    }),
    ...checkHonest(books, records),
    ...checkMinting(records, world.ordersDenied),
    ...checkOrphans(books, records),
  ];
}

/** `<payment id> <status> <amount>` of a notification, digit by digit as it was sent. */
function ipnKey(body: string): string {
  const field = (name: string) => new RegExp(`"${name}":"?([^",]*)`).exec(body)?.[1] ?? '';
  return `${field('payment_id')} ${field('payment_status')} ${field('actually_paid')}`;
}

function checkRoot(books: Books, record: PaymentRecord, payment: PaymentRow): string[] {
  const what = `provider payment ${record.paymentId} (${record.status}, ${record.actuallyPaid} of ${record.payAmount} for ${payment.amount_usd} USD; desk: ${payment.id} ${payment.status})`;
  if (payment.pay_amount === null || !sameAmount(payment.pay_amount, record.payAmount))
    return [`${what}: the desk asks for ${payment.pay_amount ?? 'nothing'}`];
  if (payment.pay_address !== record.payAddress || payment.payin_extra_id !== record.payinExtraId)
    return [`${what}: the payer is shown ${payment.pay_address ?? 'no address'}`];
  if (UNKNOWN.includes(record.status)) {
    // A person who attested that the money arrived has cleared the flag; the same report does not set it
    // again.
    const answered = books.transactions.some((row) => row.payment_id === payment.id && row.attested);
    const flagged = payment.needs_attention !== null || payment.status === 'refunded' || answered;
    return flagged ? [] : [`${what}: the unknown status is not flagged`];
  }
  // The simulated provider never takes an amount back: such a flag comes from an outdated report.
  if (payment.needs_attention === 'amount_shrank') return [`${what}: flagged amount_shrank by mistake`];
  const deposits = books.transactions.filter(
    ({ payment_id: of, transaction_type: type }) => of === payment.id && type === 'deposit',
  );
  const items = books.suspense.filter(
    ({ payment_id: of, status }) => of === payment.id && status !== 'credited',
  );
  const accounted = sumCents([...deposits, ...items].map(({ amount_usd: amount }) => amount));
  const arrived = valueInCents(payment.amount_usd, record.payAmount, record.actuallyPaid);
  const attested = deposits.some((deposit) => deposit.attested) ? cents(payment.amount_usd) : 0n;
  const expected = arrived > attested ? arrived : attested;
  return accounted === expected ? [] : [`${what}: ${expected} cents arrived, ${accounted} are accounted for`];
}

/**
 * However wrong its answers were: by rule a payment is credited with no more than what the provider's own
 * record has received, at the requested rate.
 */
function checkHonest(books: Books, records: PaymentRecord[]): string[] {
  return records.flatMap((record) => {
    const payment = books.payments.find(({ provider_payment_id: id }) => id === record.paymentId);
    if (payment === undefined) return [];
    const credited = sumCents(
      books.transactions
        .filter((row) => row.payment_id === payment.id && row.suspense_item_id === null && !row.attested)
        .map(({ amount_usd: amount }) => amount),
    );
    const honest = valueInCents(payment.amount_usd, record.payAmount, record.actuallyPaid);
    return credited <= honest
      ? []
      : [`payment ${payment.id} was credited with ${credited} cents, ${honest} have arrived`];
  });
}

/**
 * A re-deposit or a wrong asset: one child payment, one suspense item, the whole amount. If a wrong answer reported
 * more, or another asset, the payment is flagged, and an open item has no value any more.
 */
function checkChild(books: Books, record: PaymentRecord): string[] {
  if (isZero(record.actuallyPaid)) return [];
  const parent = books.payments.find(({ provider_payment_id: id }) => id === record.parentPaymentId);
  if (parent === undefined) return [];
  const what = `child ${record.paymentId} of ${record.parentPaymentId ?? ''} (${record.status}, ${record.actuallyPaid} ${record.payCurrency})`;
  const payments = books.payments.filter(({ provider_payment_id: id }) => id === record.paymentId);
  const items = books.suspense.filter(({ provider_payment_id: id }) => id === record.paymentId);
  if (payments.length !== 1 || items.length !== 1)
    return [`${what}: ${payments.length} payments and ${items.length} suspense items`];
  const [item] = items;
  const isFlagged = payments[0]?.needs_attention?.startsWith('report_mismatch') === true;
  if (item !== undefined && isFlagged && new Decimal(item.amount).greaterThan(record.actuallyPaid))
    return item.status !== 'open' || isZero(item.amount_usd)
      ? []
      : [`${what}: suspense still says ${item.amount_usd}`];
  if (item === undefined || !sameAmount(item.amount, record.actuallyPaid))
    return [`${what}: suspense holds ${item?.amount ?? 'nothing'}`];
  // What a wrong answer reported first stays: staff decide the value.
  if ((item.reason !== 'redeposit' || isFlagged) && isZero(item.amount_usd)) return [];
  const sameAsset = record.payCurrency === parent.currency_code.toLowerCase();
  const value =
    sameAsset && parent.pay_amount !== null
      ? valueInCents(parent.amount_usd, parent.pay_amount, record.actuallyPaid)
      : null;
  return value === null || cents(item.amount_usd) === value || (value === 0n && item.status === 'credited')
    ? []
    : [`${what}: worth ${value} cents, suspense says ${item.amount_usd}`];
}

/**
 * Money of a payment that the desk did not create is in suspense, each part of it once, if the desk
 * acknowledged a notification of it, and is never worth more than what arrived.
 */
function checkUnmatched(books: Books, record: PaymentRecord, wasAcknowledged: boolean): string[] {
  const items = books.suspense.filter(({ provider_payment_id: id }) => id === record.paymentId);
  const held = items.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  // What a wrong answer reported first stays as it was reported, but adds no value that staff could credit.
  const open = items.filter(({ status }) => status === 'open');
  const worth = sumCents(open.map(({ amount_usd: usd }) => usd));
  const honest = valueInCents(record.priceAmount, record.payAmount, record.actuallyPaid);
  if (worth > honest)
    return [`unknown payment ${record.paymentId}: worth ${honest} cents, suspense says ${worth}`];
  if (held.greaterThan(record.actuallyPaid)) return [];
  if (!wasAcknowledged || !ARRIVED.includes(record.status) || held.equals(record.actuallyPaid)) return [];
  return [
    `unknown payment ${record.paymentId}: the desk acknowledged that ${record.actuallyPaid} arrived, and holds ${held.toFixed()}`,
  ];
}

/**
 * One order, one address: the desk would not watch a second provider payment for the same order. After a lost
 * answer the desk searches for the order before it creates again, so a provider that denies the order may be
 * asked twice; then no payer has been shown the first address, and nothing arrives there.
 */
function checkMinting(records: PaymentRecord[], ordersDenied: boolean): string[] {
  const seen = new Map<string | null, PaymentRecord>();
  return records
    .filter(({ parentPaymentId, orderId }) => parentPaymentId === null && orderId?.startsWith('PAY_'))
    .flatMap((record) => {
      const { orderId } = record;
      const first = seen.get(orderId);
      seen.set(orderId, record);
      const isHarmless = ordersDenied && first !== undefined && isZero(first.actuallyPaid);
      return first !== undefined && !isHarmless
        ? [`two provider payments were made for ${orderId ?? ''}`]
        : [];
    });
}

/** All that is credited or in suspense is known to the provider, or attested by a person. */
function checkOrphans(books: Books, records: PaymentRecord[]): string[] {
  const known = new Set(records.map(({ paymentId }) => paymentId));
  return books.payments
    .filter((payment) => payment.provider_payment_id === null || !known.has(payment.provider_payment_id))
    .flatMap((payment) => {
      const attested = books.transactions.some(
        ({ payment_id: of, attested: byPerson }) => of === payment.id && byPerson,
      );
      return cents(payment.actual_amount_usd) === 0n || attested
        ? []
        : [`payment ${payment.id} has received ${payment.actual_amount_usd} that the provider never saw`];
    });
}
