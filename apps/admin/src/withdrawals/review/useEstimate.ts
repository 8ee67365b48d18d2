import { Decimal } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import type { Withdrawal, WithdrawalQuote } from '../../providers/records.ts';
import { trpc } from '../../providers/trpc.ts';

const GOOD_FOR_MS = 60_000;
/** As many digits as an estimate deserves. */
const DIGITS = 8;

/** About how much crypto the final amount buys now; null while that is not known. */
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

/** Fees may have changed since the request: the quote's rate counts, not its amount. */
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
