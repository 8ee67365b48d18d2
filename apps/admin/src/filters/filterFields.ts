import type { Choice } from './SelectFilter.tsx';

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
  from: 'From',
  until: 'Until',
  createdAfter: 'From',
  createdBefore: 'Until',
  amountUsdMin: 'At least',
  amountUsdMax: 'At most',
  balanceUsdMin: 'Balance at least',
  balanceUsdMax: 'Balance at most',
  currencyCode: 'Currency',
  network: 'Network',
  status: 'Status',
  transactionType: 'Type',
  reason: 'Reason',
  orderId: 'Order id',
  paymentId: 'Payment',
  withdrawalRequestId: 'Withdrawal',
  parentPaymentId: 'Further deposits to',
  externalId: 'External id',
  hasParent: 'Further deposit',
  hasReceived: 'Money has arrived',
  hasCredited: 'Money was credited',
  hasInFlight: 'In flight',
  hasSuspense: 'In suspense',
  hasPayment: 'Has a payment',
  isIntact: 'Unchanged since it was requested',
  isDisabledByDesk: 'Disabled by the desk',
  isFailing: 'Failing',
};

export const labelOf = (name: string, fields: readonly FilterField[]): string => {
  const field = fields.find((known) => namesOf(known).length === 1 && namesOf(known)[0] === name);
  return (field && 'label' in field ? field.label : undefined) ?? LABELS[name] ?? name;
};
