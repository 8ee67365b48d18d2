import { Box } from '@mui/material';
import { TimeText } from '../../fields/TimeText.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { changeInPercent } from './changeInPercent.ts';
import { useEstimate } from './useEstimate.ts';

/** What the user was shown at the request, against what it is now. */
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
      The user was shown about {withdrawal.quotedCryptoAmount} {withdrawal.currencyDisplayName}
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
