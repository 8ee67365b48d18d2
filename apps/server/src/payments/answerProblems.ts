import { isSameAccount, validateAddress } from '@paydesk/addresses';
import { Decimal, extraIdRule } from '@paydesk/types';
import type { Currency } from '../models/Currency.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { reportDifferences, type AgreedPayment } from './reportDifferences.ts';

/**
 * The provider's field names for which its first answer about a payment must not reach a payer: another
 * order, currency or price than requested, no id to ask by, no positive amount, an address that is not valid on the network, or
 * no memo where money without one is lost. Empty when the answer is good. An address on a network without
 * checks passes.
 */
export function answerProblems(
  intent: AgreedPayment,
  currency: Pick<Currency, 'network' | 'contractAddress' | 'extraIdRequired'>,
  report: ProviderReport,
): string[] {
  const { network, extraIdRequired } = currency;
  const requested = { ...intent, payAddress: null, payinExtraId: null };
  const needsMemo = extraIdRequired || extraIdRule(network)?.need === 'usual';
  return [
    // Only by such an id can the provider be asked about the payment later.
    ...(/^\d{1,20}$/.test(report.providerPaymentId) ? [] : ['payment_id']),
    ...reportDifferences(requested, report, network),
    ...(isPayable(report.payAmount) ? [] : ['pay_amount']),
    ...(isReceivable(currency, report.payAddress) ? [] : ['pay_address']),
    ...(needsMemo && report.payinExtraId === null ? ['payin_extra_id'] : []),
    ...(report.network === null || report.network === network ? [] : ['network']),
  ];
}

/** A positive amount that the database can hold. */
function isPayable(payAmount: string | null): boolean {
  if (payAmount === null) return false;
  const amount = new Decimal(payAmount);
  return amount.greaterThan(0) && amount.lessThan('1e30') && amount.decimalPlaces() <= 30;
}

function isReceivable(
  { network, contractAddress }: Pick<Currency, 'network' | 'contractAddress'>,
  address: string | null,
): boolean {
  if (address === null) return false;
  if (contractAddress !== null && isSameAccount(network, contractAddress, address)) return false;
  const verdict = validateAddress({ network, address });
  return verdict.ok || verdict.reason === 'ADDRESS_UNVERIFIABLE';
}
