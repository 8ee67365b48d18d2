import { Box } from '@mui/material';
import { TimeText } from '../../fields/TimeText.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { changeInPercent } from './useEstimate.ts';
import { useEstimate } from './useEstimate.ts';

/** Compares the amount that the user was quoted with the current one. */
export function QuotedThen({ withdrawal }: { withdrawal: Withdrawal }) {
  const estimate = useEstimate(
    withdrawal,
    withdrawal.quotedCryptoAmount !== null &&
      withdrawal.cryptoAmount === null &&
      withdrawal.status === 'pending',
  );
  if (withdrawal.quotedCryptoAmount === null) return null;
  const now = withdrawal.cryptoAmount ?? estimate;
  const change = now === null ? null : changeInPercent(withdrawal.quotedCryptoAmount, now);
  return (
    <Box sx={{ mt: 0.5, color: 'text.secondary', fontSize: '0.88rem' }}>
      The user was quoted about {withdrawal.quotedCryptoAmount} {withdrawal.currencyDisplayName}
      {withdrawal.quotedAt !== null && (
        <>
          {' '}
          (<TimeText at={withdrawal.quotedAt} />)
        </>
      )}
      {change !== null &&
        (change === '0.0' ? (
          ': the same as now'
        ) : (
          <>
            :{' '}
            <Box component="strong" sx={{ color: 'text.primary' }}>
              {change.startsWith('-') ? `${change.slice(1)} % less` : `${change} % more`}
            </Box>{' '}
            now
          </>
        ))}
      .
    </Box>
  );
}
