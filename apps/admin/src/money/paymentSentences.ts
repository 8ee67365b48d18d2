import { coinText, decimalText, shortUsd } from '../fields/formats.ts';
import { attentionDetails } from '../records/paymentAttention.ts';
import { plural, t } from '../texts/t.ts';
import { isOverdue, isZero, type MoneyPayment, type MoneySuspense, type TimeFormat } from './answer.ts';

/** What has arrived for a payment, in its coin if that is known; null if nothing has. */
export const arrivedOf = (payment: MoneyPayment): string | null =>
  !isZero(payment.actualAmount)
    ? coinText(payment.actualAmount ?? '', payment.currencyName)
    : isZero(payment.actualAmountUsd)
      ? null
      : shortUsd(payment.actualAmountUsd);

/** What the payment’s own row says. */
export function stateOf(
  payment: MoneyPayment,
  open: readonly MoneySuspense[],
  { now, at }: TimeFormat,
): string[] {
  const arrived = arrivedOf(payment);
  const since = at(payment.statusChangedAt);
  const credit = creditOf(payment, at);
  switch (payment.status) {
    case 'pending': {
      if (arrived !== null)
        return [t('{arrived} seen; the network has not confirmed it yet.', { arrived }), ...credit];
      const requested = {
        amount: shortUsd(payment.amountUsd),
        currency: payment.currencyName,
        time: at(payment.createdAt),
      };
      if (!payment.hasAddress)
        return [
          t(
            '{amount} in {currency} requested at {time}; the provider has not issued an address yet.',
            requested,
          ),
        ];
      return [
        t('{amount} in {currency} requested at {time}; no money has been seen yet.', requested),
        ...validityOf(payment, { now, at }),
      ];
    }
    case 'confirming':
      return [
        arrived === null
          ? t('A transfer was seen; the network has been confirming it since {since}.', { since })
          : t('{arrived} seen; the network has been confirming it since {since}.', { arrived, since }),
        ...credit,
      ];
    case 'confirmed':
      // A further deposit is confirmed while it is in suspense, which says it all.
      if (payment.isExtra && open.length > 0) return credit;
      return [
        arrived === null
          ? t('The network confirmed the transfer at {since}.', { since })
          : t('{arrived} confirmed by the network at {since}.', { arrived, since }),
        ...(credit.length > 0 ? credit : [t('It has not been credited yet.')]),
      ];
    case 'completed':
      return credit.length > 0 ? credit : [t('Completed at {since}.', { since })];
    case 'partially_paid':
      return [
        arrived === null
          ? t('Partially paid since {since}; the amount is not known.', { since })
          : t('{arrived} of {asked} arrived; partially paid since {since}.', {
              arrived,
              asked:
                payment.payAmount === null ? shortUsd(payment.amountUsd) : decimalText(payment.payAmount),
              since,
            }),
        ...credit,
      ];
    case 'refunded':
      return [
        payment.isExtra ? t('Sent back at {since}.', { since }) : t('Refunded at {since}.', { since }),
        ...credit,
      ];
    default:
      return [
        arrived === null
          ? ENDED[payment.status].without(since)
          : ENDED[payment.status].although({ arrived, since }),
        ...credit,
      ];
  }
}

/** Amounts of the payment that no suspense item above explains. */
export function restOf(payment: MoneyPayment, suspense: readonly MoneySuspense[]): string[] {
  const has = (...statuses: string[]) => suspense.some(({ status }) => statuses.includes(status));
  return [
    !isZero(payment.suspenseAmountUsd) && !has('open')
      ? t('{amount} is in suspense.', { amount: shortUsd(payment.suspenseAmountUsd) })
      : null,
    !isZero(payment.returnedAmountUsd) && !has('returned')
      ? t('{amount} was returned.', { amount: shortUsd(payment.returnedAmountUsd) })
      : null,
    !isZero(payment.feeAmountUsd) && !has('written_off')
      ? t('{amount} was kept as a fee or written off.', { amount: shortUsd(payment.feeAmountUsd) })
      : null,
  ].filter((sentence) => sentence !== null);
}

/** What is unusual about a payment. */
export function flagsOf({ needsAttention, providerStatus }: MoneyPayment): string[] {
  const isUnknown = providerStatus !== null && !PROVIDER_STATUSES.has(providerStatus);
  return [
    ...(needsAttention === null
      ? []
      : [t('Flagged: {flag}.', { flag: attentionDetails(needsAttention).name })]),
    ...(isUnknown && !(needsAttention ?? '').startsWith('unknown_status')
      ? [t('The provider calls it “{status}”, which the desk does not know.', { status: providerStatus })]
      : []),
  ];
}

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

function validityOf(payment: MoneyPayment, { now, at }: Pick<TimeFormat, 'now' | 'at'>): string[] {
  if (payment.expiresAt === null) return [];
  const time = at(payment.expiresAt);
  return [
    isOverdue(payment, now)
      ? t('The address was valid until {time}.', { time })
      : t('The address is valid until {time}.', { time }),
  ];
}

interface EndedTexts {
  /** No money was seen. */
  without: (since: string) => string;
  although: (values: { arrived: string; since: string }) => string;
}

const ENDED: Record<'failed' | 'expired' | 'cancelled', EndedTexts> = {
  failed: {
    without: (since) => t('Failed at {since}; no money has been seen for it.', { since }),
    although: (values) => t('Failed at {since}, although {arrived} arrived.', values),
  },
  expired: {
    without: (since) => t('Expired at {since}; no money has been seen for it.', { since }),
    although: (values) => t('Expired at {since}, although {arrived} arrived.', values),
  },
  cancelled: {
    without: (since) => t('Cancelled at {since}; no money has been seen for it.', { since }),
    although: (values) => t('Cancelled at {since}, although {arrived} arrived.', values),
  },
};

function creditOf(payment: MoneyPayment, at: TimeFormat['at']): string[] {
  if (isZero(payment.creditedAmountUsd)) return [];
  const { creditedAt, credits } = payment;
  const values = {
    amount: shortUsd(payment.creditedAmountUsd),
    payment: payment.internalPaymentId,
    requested: shortUsd(payment.amountUsd),
    time: creditedAt === null ? '' : at(creditedAt),
  };
  const isOther =
    payment.status === 'completed' && payment.creditedAmountUsd !== payment.amountUsd && !payment.isExtra;
  if (creditedAt === null)
    return [
      isOther
        ? t('{amount} credited from payment {payment} ({requested} was requested).', values)
        : t('{amount} credited from payment {payment}.', values),
    ];
  if (credits > 1) return [creditsText(credits, isOther, values)];
  return [
    isOther
      ? t('{amount} credited at {time} from payment {payment} ({requested} was requested).', values)
      : t('{amount} credited at {time} from payment {payment}.', values),
  ];
}

const creditsText = (credits: number, isOther: boolean, values: Record<string, string>): string =>
  isOther
    ? plural(
        credits,
        {
          one: '{amount} credited in {count} posting, the first at {time}, from payment {payment} ({requested} was requested).',
          other:
            '{amount} credited in {count} postings, the first at {time}, from payment {payment} ({requested} was requested).',
        },
        values,
      )
    : plural(
        credits,
        {
          one: '{amount} credited in {count} posting, the first at {time}, from payment {payment}.',
          other: '{amount} credited in {count} postings, the first at {time}, from payment {payment}.',
        },
        values,
      );
