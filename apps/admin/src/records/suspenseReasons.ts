import type { SuspenseReason } from '@paydesk/types/rules';

/** Why money waits, in two or three words. */
export const SUSPENSE_REASON_NAMES: Record<SuspenseReason, string> = {
  partial_payment: 'Partial payment',
  redeposit: 'Second transfer',
  wrong_asset: 'Another coin',
  amount_grew: 'More than credited',
  unknown_payment: 'Unknown payment',
  failed_with_funds: 'Failed with money',
  expired_with_funds: 'Expired with money',
  provider_refund: 'Provider refund',
  user_unknown: 'Customer unknown',
  report_mismatch: 'Report differs',
  large_overpayment: 'Large overpayment',
};

/** The same in a sentence for the person who decides. */
export const SUSPENSE_REASON_TEXTS: Record<SuspenseReason, string> = {
  partial_payment:
    'Less than the asked amount arrived, and this desk does not credit partial payments by itself.',
  redeposit: 'A second transfer came to an address that had been paid already.',
  wrong_asset: 'Another coin than the asked one arrived.',
  amount_grew: 'The received amount grew after the payment had been credited.',
  unknown_payment: 'The provider reports a payment that this desk does not know.',
  failed_with_funds: 'The payment failed although funds had arrived.',
  expired_with_funds: 'The payment expired although funds had arrived.',
  provider_refund: 'The provider refunded a payment that had been credited. Balances were left alone.',
  user_unknown: 'It is not clear which customer this money belongs to.',
  report_mismatch:
    'The provider reports another coin, price, address or order than this payment was created with. Ask the provider before you credit it.',
  large_overpayment:
    'Far more than the requested amount arrived. The part above the limit waits for a decision.',
};
