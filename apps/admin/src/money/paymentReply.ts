import type { Reply } from '@paydesk/checkout/replies';
import { coinSum, isOverdue, isZero, type MoneyPayment, type MoneySuspense, usdSum } from './answer.ts';
import { NOT_PAID } from './suspenseSentence.ts';

/** What the customer of a suspense item reads. */
export const replyAbout = (item: MoneySuspense): Reply => ({
  key: 'checking',
  sums: { sum: coinSum(item.amount, item.currencyName) },
  times: { at: item.createdAt },
  reference: item.internalPaymentId,
});

/** What the customer of a payment reads. */
export function replyOf(payment: MoneyPayment, open: readonly MoneySuspense[], now: Date): Reply {
  const usd = usdSum(payment.amountUsd);
  const coins = isZero(payment.payAmount)
    ? usd
    : `${coinSum(payment.payAmount ?? '', payment.currencyName)} (${usd})`;
  const arrived = isZero(payment.actualAmount)
    ? null
    : coinSum(payment.actualAmount ?? '', payment.currencyName);
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
    if (payment.expiresAt === null) return reply('waiting', { asked: coins });
    return isOverdue(payment, now)
      ? reply('late', { asked: usd }, { until: payment.expiresAt })
      : reply('waitingUntil', { asked: coins }, { until: payment.expiresAt });
  }
  if (payment.status === 'pending' || payment.status === 'confirming')
    return arrived === null ? reply('seenUnknown', { asked: usd }) : reply('seen', { sum: arrived });
  if (payment.status === 'confirmed') return reply('confirmed', { asked: usd });
  if (payment.status === 'refunded') return reply('sentBack', { asked: usd });
  return endedReply(payment, { usd, coins, arrived, reply });
}

interface ReplyParts {
  usd: string;
  coins: string;
  arrived: string | null;
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
