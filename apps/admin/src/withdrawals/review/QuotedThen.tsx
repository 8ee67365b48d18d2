import { Box } from '@mui/material';
import { coinText, decimalText } from '../../fields/formats.ts';
import { TimeText } from '../../fields/TimeText.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { changeInPercent } from './useEstimate.ts';
import { useEstimate } from './useEstimate.ts';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

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
      <Rich
        text={quotedText(coinText(withdrawal.quotedCryptoAmount, withdrawal.currencyDisplayName), change)}
        tags={{
          when: () =>
            withdrawal.quotedAt !== null && (
              <>
                {' '}
                (<TimeText at={withdrawal.quotedAt} />)
              </>
            ),
          b: (content) => (
            <Box component="strong" sx={{ color: 'text.primary' }}>
              {content}
            </Box>
          ),
        }}
      />
    </Box>
  );
}

/** The time of the quote, where it is known, is in `<when>`. */
function quotedText(amount: string, change: string | null): string {
  if (change === null) return t('The user was quoted about {amount}<when></when>.', { amount });
  if (change === '0.0')
    return t('The user was quoted about {amount}<when></when>: the same as now.', { amount });
  return change.startsWith('-')
    ? t('The user was quoted about {amount}<when></when>: <b>{percent} % less</b> now.', {
        amount,
        percent: decimalText(change.slice(1)),
      })
    : t('The user was quoted about {amount}<when></when>: <b>{percent} % more</b> now.', {
        amount,
        percent: decimalText(change),
      });
}
