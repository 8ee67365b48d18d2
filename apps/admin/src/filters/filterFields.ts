import type { Choice } from './SelectFilter.tsx';
import { t } from '../texts/t.ts';

/** A filter of a list beside those on the page. */
export type FilterField =
  /** From and Until, of the time that `label` names. */
  | { kind: 'dates'; label: string }
  /** An amount from and until; `name` is that of the column. */
  | { kind: 'amount'; label: string; name: string }
  | { kind: 'user' }
  | { kind: 'currency' }
  | { kind: 'network' }
  | { kind: 'flag'; name: string; label: string; yes?: string; no?: string }
  | { kind: 'choice'; name: string; label: string; choices: readonly Choice[] };

/** The filters that a field sets. */
export function namesOf(field: FilterField): readonly string[] {
  switch (field.kind) {
    case 'dates':
      return ['from', 'until', 'createdAfter', 'createdBefore'];
    case 'amount':
      return [`${field.name}Min`, `${field.name}Max`];
    case 'user':
      return ['userId'];
    case 'currency':
      return ['currencyCode'];
    case 'network':
      return ['network'];
    default:
      return [field.name];
  }
}

/** The names of filters for people, where a chip shows them. */
const LABELS: Readonly<Record<string, string>> = {
  from: t('From'),
  until: t('Until'),
  createdAfter: t('From'),
  createdBefore: t('Until'),
  amountUsdMin: t('At least'),
  amountUsdMax: t('At most'),
  balanceUsdMin: t('Balance at least'),
  balanceUsdMax: t('Balance at most'),
  currencyCode: t('Currency'),
  network: t('Network'),
  status: t('Status'),
  transactionType: t('Type'),
  reason: t('Reason'),
  orderId: t('Order id'),
  paymentId: t('Payment'),
  withdrawalRequestId: t('Withdrawal'),
  parentPaymentId: t('Further deposits to'),
  externalId: t('External id'),
  hasParent: t('Further deposit'),
  hasReceived: t('Money has arrived'),
  hasCredited: t('Money was credited'),
  hasInFlight: t('In flight'),
  hasSuspense: t('In suspense'),
  hasPayment: t('Has a payment'),
  isIntact: t('Unchanged since it was requested'),
  isDisabledByDesk: t('Disabled by the desk'),
  isFailing: t('Failing'),
};

export const labelOf = (name: string, fields: readonly FilterField[]): string => {
  const field = fields.find((known) => namesOf(known).length === 1 && namesOf(known)[0] === name);
  return (field && 'label' in field ? field.label : undefined) ?? LABELS[name] ?? name;
};
