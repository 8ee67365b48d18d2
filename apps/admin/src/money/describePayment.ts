import { isActivePayment } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';
import { shortUsd } from '../fields/formats.ts';
import { attentionDetails } from '../records/paymentAttention.ts';
import {
  isOverdue,
  type MoneyAnswer,
  type MoneyPayment,
  type MoneySuspense,
  type NextStep,
  type TimeFormat,
} from './answer.ts';
import { replyAbout, replyOf } from './paymentReply.ts';
import { arrivedOf, flagsOf, restOf, stateOf } from './paymentSentences.ts';
import { describeSuspense, sumOf } from './suspenseSentence.ts';

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
    about: t('Payment of {amount} in {currency}', {
      amount: shortUsd(payment.amountUsd),
      currency: payment.currencyName,
    }),
    sentences: [
      ...own,
      ...suspense.map((item) => describeSuspense(item, format)),
      ...restOf(payment, suspense),
      ...flagsOf(payment),
    ],
    next,
    tone: next.who === 'staff' ? 'warning' : payment.status === 'completed' ? 'success' : 'info',
    reply: replyOf(payment, open, format.now),
    urgency: next.who === 'staff' ? 'staff' : isActivePayment(payment) ? 'open' : 'closed',
    at: payment.statusChangedAt,
  };
}

/** A suspense item alone, when its payment is not shown. */
export function describeSuspenseAlone(item: MoneySuspense, format: TimeFormat): MoneyAnswer {
  const isOpen = item.status === 'open';
  const sum = sumOf(item);
  return {
    id: item.id,
    about: t('{sum} in suspense', { sum }),
    sentences: [describeSuspense(item, format)],
    next: isOpen ? decide(item) : NOTHING,
    tone: isOpen ? 'warning' : 'info',
    urgency: isOpen ? 'staff' : 'closed',
    at: item.resolvedAt ?? item.createdAt,
    reply: replyAbout(item),
  };
}

const NOTHING: NextStep = { who: 'none', text: t('Nothing is left to do.'), link: null };
const decide = (item: MoneySuspense): NextStep => ({
  who: 'staff',
  text: t('Credit it, return it or write it off'),
  link: { resource: 'suspense', id: item.id },
});

function nextStepOf(payment: MoneyPayment, open: readonly MoneySuspense[], { now }: TimeFormat): NextStep {
  const link = { resource: 'payments', id: payment.id } as const;
  const [item] = open;
  if (item !== undefined) return decide(item);
  if (payment.needsAttention !== null)
    return { who: 'staff', text: attentionDetails(payment.needsAttention).todo, link };
  const isSlow = now.getTime() - new Date(payment.statusChangedAt).getTime() > SLOW_MS;
  const watched = payment.isWatched ? ` ${t('Money that arrives late is still seen.')}` : '';
  switch (payment.status) {
    case 'pending':
      if (arrivedOf(payment) !== null)
        return { who: 'network', text: t('The network confirms it.'), link: null };
      if (!payment.hasAddress)
        return { who: 'provider', text: t('The desk keeps asking for an address.'), link: null };
      return {
        who: 'customer',
        text: isOverdue(payment, now)
          ? `${t('If the money was sent, ask for the transaction id.')}${watched}`
          : t('The customer sends the money.'),
        link: null,
      };
    case 'confirming':
    case 'confirmed':
      if (isSlow)
        return { who: 'staff', text: t('It takes unusually long: press Refresh, or ask the provider'), link };
      return payment.status === 'confirming'
        ? { who: 'network', text: t('The network confirms it, then it is credited.'), link: null }
        : {
            who: 'provider',
            text: t('It is credited when the provider reports it as finished.'),
            link: null,
          };
    case 'partially_paid':
      return {
        who: 'customer',
        text: `${t('For the rest the customer starts a new payment.')}${watched}`,
        link: null,
      };
    case 'failed':
    case 'expired':
    case 'cancelled':
      if (arrivedOf(payment) !== null)
        return {
          who: 'none',
          text: `${t('Nothing waits for a decision.')}${watched}`,
          link: null,
        };
      return {
        who: 'customer',
        text: `${t('If the money was sent, ask for the transaction id.')}${watched}`,
        link: null,
      };
    default:
      return NOTHING;
  }
}
