import { Alert, Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useInput } from 'react-admin';
import { coinText } from '../fields/formats.ts';
import { Facts } from '../fields/Facts.tsx';
import { Usd } from '../fields/Usd.tsx';
import { useCurrencyName } from '../filters/useCurrencyByCode.ts';
import type { WithdrawalQuote } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { FRAMED } from '../theme/framed.ts';
import { t } from '../texts/t.ts';

const isAmount = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{1,15}(\.\d{1,2})?$/.test(text);

/**
 * The quote for the amount, updated as the form is filled in. The form submits the signed quote, so the
 * request uses the figures shown.
 */
export function LiveQuote({ amountUsd, currencyCode }: { amountUsd: unknown; currencyCode: unknown }) {
  const input =
    isAmount(amountUsd) && typeof currencyCode === 'string' && currencyCode !== ''
      ? { amountUsd, currencyCode }
      : null;
  const settled = useSettledJson(input, 400);
  const { data, error, isFetching } = useQuery({
    queryKey: ['withdrawals', 'quote', settled],
    queryFn: () => trpc.withdrawals.quote.query(settled ?? { amountUsd: '', currencyCode: '' }),
    enabled: settled !== null,
    retry: false,
    staleTime: 15_000,
  });
  const {
    field: { value: carried, onChange: carry },
  } = useInput({ source: 'quote', defaultValue: '' });
  const shown =
    settled !== null &&
    input !== null &&
    !error &&
    settled.amountUsd === input.amountUsd &&
    settled.currencyCode === input.currencyCode
      ? data?.quote
      : undefined;
  useEffect(() => {
    if (carried !== (shown ?? '')) carry(shown ?? '');
  }, [carried, carry, shown]);
  return (
    <Box aria-live="polite" aria-busy={isFetching} sx={{ width: '100%', mb: 2 }}>
      {settled === null && (
        <Box sx={{ color: 'text.secondary' }}>{t('Enter amount and currency to see fees and payout.')}</Box>
      )}
      {settled !== null && error && <Alert severity="warning">{error.message}</Alert>}
      {settled !== null && !error && data && <Quote quote={data} />}
    </Box>
  );
}

function Quote({ quote }: { quote: WithdrawalQuote }) {
  const currency = useCurrencyName(quote.currencyCode);
  return (
    <Box sx={FRAMED}>
      <Facts
        dense
        facts={[
          [t('Network fee'), <Usd key="network" amount={quote.networkFeeUsd} />],
          [t('Service fee'), <Usd key="service" amount={quote.serviceFeeUsd} />],
          [t('Pays out'), <Usd key="final" amount={quote.finalAmountUsd} strong />],
          [t('Approximately'), quote.cryptoAmountEstimate && coinText(quote.cryptoAmountEstimate, currency)],
          [t('At least'), <Usd key="minimum" amount={quote.minimumUsd} />],
        ]}
      />
    </Box>
  );
}

/** The value after it has not changed for a while; compared as JSON. */
function useSettledJson<Value>(value: Value, delayMs: number): Value {
  const json = JSON.stringify(value);
  const [settled, setSettled] = useState(json);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(json), delayMs);
    return () => clearTimeout(timer);
  }, [json, delayMs]);
  return JSON.parse(settled) as Value;
}
