import type { SuspenseReason } from '@paydesk/types/rules';
import { coinText, shortUsd } from '../fields/formats.ts';
import { t } from '../texts/t.ts';
import { isZero, type MoneySuspense, type TimeFormat } from './answer.ts';

/** Of these the amount is what a report says, not what certainly arrived. */
export const NOT_PAID: readonly SuspenseReason[] = ['provider_refund', 'report_mismatch'];

/** The amount of an item in its coin. */
export const sumOf = ({ amount, currencyName }: MoneySuspense): string => coinText(amount, currencyName);

/** Why an item waits, or how it was closed. */
export function describeSuspense(item: MoneySuspense, { at, age }: TimeFormat): string {
  const sum = `${sumOf(item)}${isZero(item.amountUsd) ? '' : ` (${shortUsd(item.amountUsd)})`}`;
  if (item.status !== 'open')
    return item.resolvedAt === null
      ? CLOSED[item.status].unknown(sum)
      : CLOSED[item.status].at({ sum, time: at(item.resolvedAt) });
  const values = {
    sum,
    time: at(item.createdAt),
    reason: REASONS[item.reason],
    age: age(item.createdAt),
  };
  return NOT_PAID.includes(item.reason)
    ? t(
        '{sum} reported at {time}; {reason}, and it has been in suspense for {age}: staff must decide.',
        values,
      )
    : t(
        'Paid {sum}, seen at {time}; {reason}, and it has been in suspense for {age}: staff must decide.',
        values,
      );
}

const REASONS: Record<SuspenseReason, string> = {
  partial_payment: t('it is less than was requested'),
  redeposit: t('it is a second transfer to a used address'),
  wrong_asset: t('it is another coin than the requested one'),
  amount_grew: t('it is more than was credited'),
  unknown_payment: t('the desk knows no payment that it belongs to'),
  failed_with_funds: t('the payment failed although money arrived'),
  expired_with_funds: t('the payment expired although money arrived'),
  provider_refund: t('the provider reports a refund'),
  user_unknown: t('it is not known which customer it belongs to'),
  report_mismatch: t('the provider’s report differs from the payment'),
  large_overpayment: t('it is far more than was requested'),
};

interface ClosedTexts {
  unknown: (sum: string) => string;
  at: (values: { sum: string; time: string }) => string;
}

const CLOSED: Record<'credited' | 'returned' | 'written_off', ClosedTexts> = {
  credited: {
    unknown: (sum) => t('{sum} was in suspense and credited.', { sum }),
    at: (values) => t('{sum} was in suspense and credited at {time}.', values),
  },
  returned: {
    unknown: (sum) => t('{sum} was in suspense and returned.', { sum }),
    at: (values) => t('{sum} was in suspense and returned at {time}.', values),
  },
  written_off: {
    unknown: (sum) => t('{sum} was in suspense and written off.', { sum }),
    at: (values) => t('{sum} was in suspense and written off at {time}.', values),
  },
};
