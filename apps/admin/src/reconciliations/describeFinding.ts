/** A difference for the person who reads it: what it is, and what to do about it. */
export interface FindingDescription {
  name: string;
  what: string;
  /** Whether the desk's own remark says more than `what`. */
  showDetail?: boolean;
}

const WORDS: Record<string, FindingDescription> = {
  not_ours: {
    name: 'Not ours',
    what: 'The provider lists a payment that this desk did not ask for. Nothing arrived for it.',
  },
  unknown_payment: {
    name: 'Unknown payment',
    what: 'Money arrived for a payment that this desk did not ask for. It belongs in suspense.',
  },
  attested_by_staff: {
    name: 'Attested by staff',
    what: 'Staff said that the money arrived although the provider does not.',
  },
  on_its_way: {
    name: 'On its way',
    what: 'The provider has not finished this payment; the books follow when it has.',
  },
  below_one_cent: { name: 'Under one cent', what: 'What arrived is worth less than one cent.' },
  flagged: {
    name: 'Flagged',
    what: 'The payment waits for a person: open it, look into it, and take its flag off.',
    showDetail: true,
  },
  amount_differs: {
    name: 'Amounts differ',
    what: 'The provider and the books name different amounts. Open the payment and press Refresh; if the difference stays, ask the provider.',
  },
  paid_not_credited: {
    name: 'Paid, not credited',
    what: 'The provider calls it paid, the books do not. Open the payment and press Refresh.',
    showDetail: true,
  },
  refunded_after_credit: {
    name: 'Refunded after the credit',
    what: 'The provider gave back what the customer has on the balance. Decide whether to take it off the balance.',
  },
  missing_at_provider: {
    name: 'Not listed by the provider',
    what: 'The books know this payment, the provider does not list it. If the books hold money for it, ask the provider.',
  },
};

/** The words for a kind of difference; a kind that is new to this app is spelled out. */
export const describeFinding = (kind: string): FindingDescription =>
  WORDS[kind] ?? {
    name: kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' '),
    what: '',
    showDetail: true,
  };
