import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { decimalText } from '../../fields/formats.ts';
import type { WithdrawalReview } from '../../providers/records.ts';
import { CopyButton } from './AddressText.tsx';
import { RateLine } from './RateLine.tsx';
import { useEstimate } from './useEstimate.ts';
import { t } from '../../texts/t.ts';

/** The crypto amount: fixed with its rate once approved, an estimate before. */
export function CryptoToSend({ review, receivedAt }: { review: WithdrawalReview; receivedAt: number }) {
  const { withdrawal } = review;
  const isFixed = withdrawal.cryptoAmount !== null;
  const estimate = useEstimate(withdrawal, !isFixed && withdrawal.status === 'pending');
  if (withdrawal.cryptoAmount !== null) {
    return (
      <>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.5 }}>
          <Amount>
            <Coins amount={decimalText(withdrawal.cryptoAmount)} withdrawal={withdrawal} />
          </Amount>
          {(withdrawal.status === 'approved' || withdrawal.status === 'processing') && (
            <CopyButton text={withdrawal.cryptoAmount} what={t('amount')} />
          )}
        </Box>
        <RateLine review={review} receivedAt={receivedAt} />
      </>
    );
  }
  return (
    <>
      <Amount>
        {estimate !== null && <Unit>{t('about')} </Unit>}
        <Coins amount={estimate === null ? '?' : decimalText(estimate)} withdrawal={withdrawal} />
      </Amount>
      {withdrawal.status === 'pending' && (
        <Box sx={{ color: 'text.secondary', mt: 0.25 }}>
          {estimate === null
            ? t('The provider offers no rate at the moment.')
            : t('At the current rate; the amount is fixed with the last approval.')}
        </Box>
      )}
      {withdrawal.status === 'approved' && <RateLine review={review} receivedAt={receivedAt} />}
    </>
  );
}

const Amount = ({ children }: { children: ReactNode }) => (
  <Box
    sx={{
      fontSize: { xs: '1.5rem', sm: '1.8rem' },
      fontWeight: 700,
      lineHeight: 1.25,
      fontVariantNumeric: 'tabular-nums',
      overflowWrap: 'anywhere',
    }}
  >
    {children}
  </Box>
);

const Coins = ({ amount, withdrawal }: { amount: string; withdrawal: WithdrawalReview['withdrawal'] }) => (
  <span className="amount">
    {amount} <Unit>{withdrawal.currencyDisplayName}</Unit>
  </span>
);

const Unit = ({ children }: { children: ReactNode }) => (
  <Box component="span" sx={{ fontSize: '1rem', fontWeight: 600 }}>
    {children}
  </Box>
);
