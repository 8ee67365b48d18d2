import type { SuspenseReason } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

/** Why money waits, in two or three words. */
export const SUSPENSE_REASON_NAMES: Record<SuspenseReason, string> = {
  partial_payment: t('Partial payment'),
  redeposit: t('Second transfer'),
  wrong_asset: t('Another coin'),
  amount_grew: t('More than credited'),
  unknown_payment: t('Unknown payment'),
  failed_with_funds: t('Failed with money'),
  expired_with_funds: t('Expired with money'),
  provider_refund: t('Provider refund'),
  user_unknown: t('Customer unknown'),
  report_mismatch: t('Report differs'),
  large_overpayment: t('Large overpayment'),
};

/** The same in a sentence for the person who decides. */
export const SUSPENSE_REASON_TEXTS: Record<SuspenseReason, string> = {
  partial_payment: t(
    'Less than the asked amount arrived, and this desk does not credit partial payments by itself.',
  ),
  redeposit: t('A second transfer came to an address that had been paid already.'),
  wrong_asset: t('Another coin than the asked one arrived.'),
  amount_grew: t('The received amount grew after the payment had been credited.'),
  unknown_payment: t('The provider reports a payment that this desk does not know.'),
  failed_with_funds: t('The payment failed although funds had arrived.'),
  expired_with_funds: t('The payment expired although funds had arrived.'),
  provider_refund: t('The provider refunded a payment that had been credited. Balances were left alone.'),
  user_unknown: t('It is not clear which customer this money belongs to.'),
  report_mismatch: t(
    'The provider reports another coin, price, address or order than this payment was created with. Ask the provider before you credit it.',
  ),
  large_overpayment: t(
    'Far more than the requested amount arrived. The part above the limit waits for a decision.',
  ),
};
