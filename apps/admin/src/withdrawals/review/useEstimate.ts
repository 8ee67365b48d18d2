import { Decimal } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import type { Withdrawal, WithdrawalQuote } from '../../providers/records.ts';
import { trpc } from '../../providers/trpc.ts';

const GOOD_FOR_MS = 60_000;
/** Significant digits of an estimate. */
const DIGITS = 8;

/** About how much crypto the final amount buys now; null while unknown. */
export function useEstimate(withdrawal: Withdrawal, isAsked: boolean): string | null {
  const { amountUsd, currencyCode } = withdrawal;
  const { data } = useQuery({
    queryKey: ['withdrawals', 'estimate', amountUsd, currencyCode],
    queryFn: () => trpc.withdrawals.quote.query({ amountUsd, currencyCode }),
    enabled: isAsked,
    retry: false,
    staleTime: GOOD_FOR_MS,
  });
  return isAsked && data ? estimateFor(withdrawal.finalAmountUsd, data) : null;
}

/** Uses the rate of the quote and not its amount: fees may have changed since the request. */
export function estimateFor(
  finalAmountUsd: string,
  {
    cryptoAmountEstimate,
    finalAmountUsd: quotedUsd,
  }: Pick<WithdrawalQuote, 'cryptoAmountEstimate' | 'finalAmountUsd'>,
): string | null {
  if (cryptoAmountEstimate === null || new Decimal(quotedUsd).lessThanOrEqualTo(0)) return null;
  return new Decimal(cryptoAmountEstimate)
    .times(finalAmountUsd)
    .dividedBy(quotedUsd)
    .toSignificantDigits(DIGITS, Decimal.ROUND_DOWN)
    .toFixed();
}

/**
 * The change of an amount in percent of its earlier value, with one decimal: `"-0.7"`. Null if the earlier
 * value is zero.
 */
export function changeInPercent(before: string, now: string): string | null {
  const was = new Decimal(before);
  if (was.isZero()) return null;
  const change = new Decimal(now).minus(was).dividedBy(was).times(100).toDecimalPlaces(1);
  return change.isZero() ? '0.0' : change.toFixed(1);
}
