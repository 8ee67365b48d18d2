import { isSameAccount, validateAddress } from '@paydesk/addresses';
import { Decimal, extraIdLooksValid, extraIdRule } from '@paydesk/types';
import type { Currency } from '../models/Currency.ts';
import type { Payment } from '../models/Payment.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { rateProblem, type KnownRates } from '../rates/plausibleRate.ts';
import { reportDifferences, type AgreedPayment } from './reportDifferences.ts';

type Issuing = Pick<Currency, 'network' | 'contractAddress' | 'extraIdRequired' | 'extraIdName'>;

/** Clocks differ by minutes. */
const CLOCK_MARGIN_MS = 5 * 60_000;

/**
 * The provider's field names for which its first answer about a payment must not reach a payer: another
 * order, currency or price than requested, no id to ask by, no positive amount, or one far from what the price is worth,
 * an address that is not valid on the network, a memo that is missing where money without one is lost or that cannot
 * be one, or an end before the payment began. Empty when the answer is good. An address on a network without checks
 * passes, and so does the amount of a currency of which the desk knows no rate yet.
 */
export function answerProblems(
  intent: AgreedPayment & Pick<Payment, 'createdAt'>,
  currency: Issuing,
  report: ProviderReport,
  { rates, now }: { rates: KnownRates; now: Date },
): string[] {
  const { network } = currency;
  const requested = { ...intent, payAddress: null, payinExtraId: null };
  const hasAddress = isReceivable(currency, report.payAddress);
  const hasAmount = isPayable(report.payAmount) && isWorth(intent.amountUsd, report.payAmount, rates, now);
  return [
    // Only by such an id can the provider be asked about the payment later.
    ...(/^\d{1,20}$/.test(report.providerPaymentId) ? [] : ['payment_id']),
    ...reportDifferences(requested, report, network),
    ...(hasAmount ? [] : ['pay_amount']),
    ...(hasAddress ? [] : ['pay_address']),
    ...(hasUsableMemo(currency, report, hasAddress) ? [] : ['payin_extra_id']),
    ...(report.network === null || report.network === network ? [] : ['network']),
    ...endProblem(intent.createdAt, report),
  ];
}

/** A positive amount that the database can hold. */
function isPayable(payAmount: string | null): payAmount is string {
  if (payAmount === null) return false;
  const amount = new Decimal(payAmount);
  return amount.greaterThan(0) && amount.lessThan('1e30') && amount.decimalPlaces() <= 30;
}

function isWorth(amountUsd: string, payAmount: string, rates: KnownRates, now: Date): boolean {
  const problem = rateProblem({ amountUsd, cryptoAmount: payAmount }, rates, now);
  return problem === null || problem.kind === 'nothing_known';
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

/** On a network whose memos are not known here, one is taken as the provider gives it, if people can type it. */
function hasUsableMemo(
  { network, extraIdRequired, extraIdName }: Issuing,
  { payAddress, payinExtraId: memo }: ProviderReport,
  hasAddress: boolean,
): boolean {
  const rule = extraIdRule(network);
  if (memo === null) return !extraIdRequired && rule?.need !== 'usual';
  if (rule === null) return (extraIdRequired || extraIdName !== null) && /^[\x20-\x7e]{1,120}$/.test(memo);
  // With a wrong address there is nothing to check it with.
  if (!hasAddress) return true;
  const verdict = validateAddress({ network, address: payAddress ?? '', extraId: memo });
  return verdict.ok || (verdict.reason === 'ADDRESS_UNVERIFIABLE' && extraIdLooksValid(rule, memo));
}

function endProblem(createdAt: Date, { validUntil, expirationEstimateAt }: ProviderReport): string[] {
  const end = validUntil ?? expirationEstimateAt;
  if (end === null || end.getTime() > createdAt.getTime() - CLOCK_MARGIN_MS) return [];
  return [validUntil === null ? 'expiration_estimate_date' : 'valid_until'];
}
