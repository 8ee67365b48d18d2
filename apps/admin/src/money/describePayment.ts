import type { Reply } from '@paydesk/checkout/replies';
import type { SuspenseReason } from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';
import { attentionDetails } from '../records/paymentAttention.ts';
import {
  isZero,
  type MoneyAnswer,
  type MoneyPayment,
  type MoneySuspense,
  type NextStep,
  type TimeFormat,
  usdSum,
} from './answer.ts';

/** The statuses that the provider documents; any other is quoted. */
const PROVIDER_STATUSES = new Set([
  'waiting',
  'confirming',
  'confirmed',
  'sending',
  'partially_paid',
  'finished',
  'failed',
  'refunded',
  'expired',
]);

/** A payment that has been on its way for longer than this is worth a question to the provider, in milliseconds. */
const SLOW_MS = 24 * 3_600_000;

/** Where the money of a payment is, with what is or was in suspense of it and of further deposits to its address. */
export function describePayment(
  payment: MoneyPayment,
  suspense: readonly MoneySuspense[],
  format: TimeFormat,
): MoneyAnswer {
  const open = suspense.filter(({ status }) => status === 'open');
  const own = stateOf(payment, open, format);
  const next = nextStepOf(payment, open, format);
  return {
    id: payment.id,
    about: `Payment of ${shortUsd(payment.amountUsd)} in ${payment.currencyName}`,
    sentences: [
      ...own,
      ...suspense.map((item) => describeSuspense(item, format)),
      ...restOf(payment, suspense),
      ...flagsOf(payment),
    ],
    next,
    tone: next.who === 'staff' ? 'warning' : payment.status === 'completed' ? 'success' : 'info',
    reply: replyOf(payment, open, suspense),
    urgency: next.who === 'staff' ? 'staff' : isActive(payment) ? 'open' : 'closed',
    at: payment.statusChangedAt,
  };
}

/** A suspense item alone, when its payment is not shown. */
export function describeSuspenseAlone(item: MoneySuspense, format: TimeFormat): MoneyAnswer {
  const isOpen = item.status === 'open';
  const sum = sumOf(item);
  return {
    id: item.id,
    about: `${sum} in suspense`,
    sentences: [describeSuspense(item, format)],
    next: isOpen ? decide(item) : NOTHING,
    tone: isOpen ? 'warning' : 'info',
    urgency: isOpen ? 'staff' : 'closed',
    at: item.resolvedAt ?? item.createdAt,
    reply: replyAbout(item),
  };
}

const isActive = ({ status }: MoneyPayment): boolean =>
  ['pending', 'confirming', 'confirmed'].includes(status);
const arrivedOf = (payment: MoneyPayment): string | null =>
  !isZero(payment.actualAmount)
    ? `${payment.actualAmount} ${payment.currencyName}`
    : isZero(payment.actualAmountUsd)
      ? null
      : shortUsd(payment.actualAmountUsd);
const sumOf = ({ amount, currencyName }: MoneySuspense): string => `${amount} ${currencyName}`;

/** What the payment’s own row says. */
function stateOf(payment: MoneyPayment, open: readonly MoneySuspense[], { now, at }: TimeFormat): string[] {
  const arrived = arrivedOf(payment);
  const asked = `${shortUsd(payment.amountUsd)} in ${payment.currencyName}`;
  const since = at(payment.statusChangedAt);
  const credit = creditOf(payment, at);
  switch (payment.status) {
    case 'pending': {
      if (arrived !== null) return [`${arrived} seen; the network has not confirmed it yet.`, ...credit];
      const requested = `${asked} requested at ${at(payment.createdAt)}`;
      if (!payment.hasAddress) return [`${requested}; the provider has not issued an address yet.`];
      const isLate = payment.expiresAt !== null && new Date(payment.expiresAt) <= now;
      const validity =
        payment.expiresAt === null
          ? []
          : [`The address ${isLate ? 'was' : 'is'} valid until ${at(payment.expiresAt)}.`];
      return [`${requested}; no money has been seen yet.`, ...validity];
    }
    case 'confirming':
      return [`${arrived ?? 'A transfer'} seen; the network is confirming it since ${since}.`, ...credit];
    case 'confirmed':
      // A further deposit is confirmed while it is in suspense, which says it all.
      if (payment.isExtra && open.length > 0) return credit;
      return [
        `${arrived ?? 'The transfer'} confirmed by the network at ${since}.`,
        ...(credit.length > 0 ? credit : ['It has not been credited yet.']),
      ];
    case 'completed':
      return credit.length > 0 ? credit : [`Completed at ${since}.`];
    case 'partially_paid':
      return [
        arrived === null
          ? `Partially paid since ${since}; the amount is not known.`
          : `${arrived} of ${payment.payAmount ?? shortUsd(payment.amountUsd)} arrived; partially paid since ${since}.`,
        ...credit,
      ];
    case 'refunded':
      return [`${payment.isExtra ? 'Sent back' : 'Refunded'} at ${since}.`, ...credit];
    default:
      return [
        `${ENDED[payment.status]} at ${since}${arrived === null ? '; no money has been seen for it' : `, although ${arrived} arrived`}.`,
        ...credit,
      ];
  }
}

const ENDED = { failed: 'Failed', expired: 'Expired', cancelled: 'Cancelled' } as const;

function creditOf(payment: MoneyPayment, at: TimeFormat['at']): string[] {
  if (isZero(payment.creditedAmountUsd)) return [];
  const { creditedAt, credits } = payment;
  const when =
    creditedAt === null
      ? ''
      : credits > 1
        ? ` in ${credits} postings, the first at ${at(creditedAt)},`
        : ` at ${at(creditedAt)}`;
  const asked =
    payment.status === 'completed' && payment.creditedAmountUsd !== payment.amountUsd && !payment.isExtra
      ? ` (${shortUsd(payment.amountUsd)} was requested)`
      : '';
  return [
    `${shortUsd(payment.creditedAmountUsd)} credited${when} from payment ${payment.internalPaymentId}${asked}.`,
  ];
}

/** Amounts of the payment that no suspense item above explains. */
function restOf(payment: MoneyPayment, suspense: readonly MoneySuspense[]): string[] {
  const has = (...statuses: string[]) => suspense.some(({ status }) => statuses.includes(status));
  return [
    !isZero(payment.suspenseAmountUsd) && !has('open')
      ? `${shortUsd(payment.suspenseAmountUsd)} is in suspense.`
      : null,
    !isZero(payment.returnedAmountUsd) && !has('returned')
      ? `${shortUsd(payment.returnedAmountUsd)} was returned.`
      : null,
    !isZero(payment.feeAmountUsd) && !has('written_off')
      ? `${shortUsd(payment.feeAmountUsd)} was kept as a fee or written off.`
      : null,
  ].filter((sentence) => sentence !== null);
}

function flagsOf({ needsAttention, providerStatus }: MoneyPayment): string[] {
  const isUnknown = providerStatus !== null && !PROVIDER_STATUSES.has(providerStatus);
  return [
    ...(needsAttention === null ? [] : [`Flagged: ${attentionDetails(needsAttention).name}.`]),
    ...(isUnknown && !(needsAttention ?? '').startsWith('unknown_status')
      ? [`The provider calls it “${providerStatus}”, which the desk does not know.`]
      : []),
  ];
}

const REASONS: Record<SuspenseReason, string> = {
  partial_payment: 'it is less than was requested',
  redeposit: 'it is a second transfer to a used address',
  wrong_asset: 'it is another coin than the requested one',
  amount_grew: 'it is more than was credited',
  unknown_payment: 'the desk knows no payment that it belongs to',
  failed_with_funds: 'the payment failed although money arrived',
  expired_with_funds: 'the payment expired although money arrived',
  provider_refund: 'the provider reports a refund',
  user_unknown: 'it is not known which customer it belongs to',
  report_mismatch: 'the provider’s report differs from the payment',
  large_overpayment: 'it is far more than was requested',
};

/** Of these the amount is what a report says, not what certainly arrived. */
const NOT_PAID: readonly SuspenseReason[] = ['provider_refund', 'report_mismatch'];

const CLOSED = { credited: 'credited', returned: 'returned', written_off: 'written off' } as const;

function describeSuspense(item: MoneySuspense, { at, age }: TimeFormat): string {
  const sum = `${sumOf(item)}${isZero(item.amountUsd) ? '' : ` (${shortUsd(item.amountUsd)})`}`;
  if (item.status !== 'open')
    return `${sum} was in suspense and ${CLOSED[item.status]}${item.resolvedAt === null ? '' : ` at ${at(item.resolvedAt)}`}.`;
  const begin = NOT_PAID.includes(item.reason) ? `${sum} reported` : `Paid ${sum}, seen`;
  return `${begin} at ${at(item.createdAt)}; ${REASONS[item.reason]}, and it has been in suspense for ${age(item.createdAt)}: staff must decide.`;
}

const NOTHING: NextStep = { who: 'no one', text: 'Nothing is left to do.', link: null };
const decide = (item: MoneySuspense): NextStep => ({
  who: 'staff',
  text: 'Credit it, return it or write it off',
  link: { resource: 'suspense', id: item.id },
});

function nextStepOf(payment: MoneyPayment, open: readonly MoneySuspense[], { now }: TimeFormat): NextStep {
  const link = { resource: 'payments', id: payment.id } as const;
  const [item] = open;
  if (item !== undefined) return decide(item);
  if (payment.needsAttention !== null)
    return { who: 'staff', text: attentionDetails(payment.needsAttention).todo, link };
  const isSlow = now.getTime() - new Date(payment.statusChangedAt).getTime() > SLOW_MS;
  const watched = payment.isWatched ? ' Money that arrives late is still seen.' : '';
  switch (payment.status) {
    case 'pending':
      if (arrivedOf(payment) !== null)
        return { who: 'network', text: 'The network confirms it.', link: null };
      if (!payment.hasAddress)
        return { who: 'provider', text: 'The desk keeps asking for an address.', link: null };
      return { who: 'customer', text: 'The customer sends the money.', link: null };
    case 'confirming':
    case 'confirmed':
      if (isSlow)
        return { who: 'staff', text: 'It takes unusually long: press Refresh, or ask the provider', link };
      return payment.status === 'confirming'
        ? { who: 'network', text: 'The network confirms it, then it is credited.', link: null }
        : { who: 'provider', text: 'It is credited when the provider reports it as finished.', link: null };
    case 'partially_paid':
      return {
        who: 'customer',
        text: `For the rest the customer starts a new payment.${watched}`,
        link: null,
      };
    case 'failed':
    case 'expired':
    case 'cancelled':
      if (arrivedOf(payment) !== null)
        return { who: 'no one', text: `Nothing waits for a decision.${watched}`, link: null };
      return {
        who: 'customer',
        text: `If the money was sent, ask for the transaction id.${watched}`,
        link: null,
      };
    default:
      return NOTHING;
  }
}

const replyAbout = (item: MoneySuspense): Reply => ({
  key: 'checking',
  sums: { sum: sumOf(item) },
  times: { at: item.createdAt },
  reference: item.internalPaymentId,
});

function replyOf(
  payment: MoneyPayment,
  open: readonly MoneySuspense[],
  suspense: readonly MoneySuspense[],
): Reply {
  const usd = usdSum(payment.amountUsd);
  const coins = isZero(payment.payAmount) ? usd : `${payment.payAmount} ${payment.currencyName} (${usd})`;
  const arrived = isZero(payment.actualAmount) ? null : `${payment.actualAmount} ${payment.currencyName}`;
  const reply = (key: Reply['key'], sums: Reply['sums'] = {}, times: Reply['times'] = {}): Reply => ({
    key,
    sums,
    times,
    reference: payment.internalPaymentId,
  });
  const [item] = open;
  if (item !== undefined)
    return NOT_PAID.includes(item.reason)
      ? reply('checkingPayment', { asked: usd })
      : { ...replyAbout(item), reference: payment.internalPaymentId };
  if (payment.needsAttention !== null) return reply('checkingPayment', { asked: usd });
  if (payment.status === 'pending' && arrived === null) {
    if (!payment.hasAddress) return reply('preparing', { asked: usd });
    return payment.expiresAt === null
      ? reply('waiting', { asked: coins })
      : reply('waitingUntil', { asked: coins }, { until: payment.expiresAt });
  }
  if (payment.status === 'pending' || payment.status === 'confirming')
    return arrived === null ? reply('seenUnknown', { asked: usd }) : reply('seen', { sum: arrived });
  if (payment.status === 'confirmed') return reply('confirmed', { asked: usd });
  if (payment.status === 'refunded') return reply('sentBack', { asked: usd });
  return endedReply(payment, { usd, coins, arrived, suspense, reply });
}

interface ReplyParts {
  usd: string;
  coins: string;
  arrived: string | null;
  suspense: readonly MoneySuspense[];
  reply: (key: Reply['key'], sums?: Reply['sums'], times?: Reply['times']) => Reply;
}

/** What a customer reads about a payment that is over. */
function endedReply(payment: MoneyPayment, { usd, coins, arrived, reply }: ReplyParts): Reply {
  const credited = usdSum(payment.creditedAmountUsd);
  const creditedAt = payment.creditedAt ?? payment.statusChangedAt;
  if (!isZero(payment.creditedAmountUsd))
    return payment.status === 'partially_paid' && arrived !== null
      ? reply('creditedPartly', { seen: arrived, asked: coins, sum: credited }, { at: creditedAt })
      : reply('credited', { sum: credited }, { at: creditedAt });
  if (!isZero(payment.returnedAmountUsd))
    return reply('returned', { sum: usdSum(payment.returnedAmountUsd) });
  if (!isZero(payment.feeAmountUsd)) return reply('notCredited', { sum: usdSum(payment.feeAmountUsd) });
  if (isZero(payment.actualAmount) && isZero(payment.actualAmountUsd) && payment.status !== 'partially_paid')
    return reply('nothingArrived', { asked: usd }, { at: payment.createdAt });
  return reply('checkingPayment', { asked: usd });
}
