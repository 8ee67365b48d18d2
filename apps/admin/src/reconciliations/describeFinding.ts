import { t } from '../texts/t.ts';

/** A kind of difference: what it is, and what to do about it. */
export interface FindingDescription {
  name: string;
  what: string;
  /** Whether the server's own detail says more than `what`. */
  showDetail?: boolean;
}

const WORDS: Record<string, FindingDescription> = {
  not_ours: {
    name: t('Not from this desk'),
    what: t('The provider lists a payment that this desk did not create. No money arrived for it.'),
  },
  unknown_payment: {
    name: t('Unknown payment'),
    what: t('Money arrived for a payment that this desk did not create. It belongs in suspense.'),
  },
  attested_by_staff: {
    name: t('Confirmed by staff'),
    what: t('Staff confirmed that the money arrived, but the provider does not report it.'),
  },
  on_its_way: {
    name: t('On its way'),
    what: t('The provider has not finished this payment yet; the books are updated when it has.'),
  },
  below_one_cent: { name: t('Under one cent'), what: t('What arrived is worth less than one cent.') },
  flagged: {
    name: t('Flagged'),
    what: t('The payment needs attention: open it, review it, and clear its flag.'),
    showDetail: true,
  },
  amount_differs: {
    name: t('Amounts differ'),
    what: t(
      'The provider and the books have different amounts. Open the payment and press Refresh; if the difference remains, contact the provider.',
    ),
  },
  paid_not_credited: {
    name: t('Paid, not credited'),
    what: t('Paid according to the provider, but not in the books. Open the payment and press Refresh.'),
    showDetail: true,
  },
  refunded_after_credit: {
    name: t('Refunded after the credit'),
    what: t('The provider refunded money that is on the customer’s balance. Decide whether to deduct it.'),
  },
  missing_at_provider: {
    name: t('Not listed by the provider'),
    what: t(
      'This payment is in the books, but not in the provider’s list. If the books hold money for it, contact the provider.',
    ),
  },
};

/** Describes a kind of difference; a kind that this app does not know is spelled out. */
export const describeFinding = (kind: string): FindingDescription =>
  WORDS[kind] ?? {
    name: kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' '),
    what: '',
    showDetail: true,
  };
