import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { coinText } from '../fields/formats.ts';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Payment } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** Breaks the received amount down: credited, suspense, returned, fee, or still in flight. */
export function PaymentBreakdown({ payment }: { payment: Payment }) {
  const coin = payment.currencyDisplayName;
  return (
    <Panel title={t('Amounts')}>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: '1fr 1fr', sm: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <Figure
          label={t('Requested')}
          usd={payment.amountUsd}
          crypto={payment.payAmount && coinText(payment.payAmount, coin)}
        />
        <Figure
          label={t('Received')}
          usd={payment.actualAmountUsd}
          crypto={payment.actualAmount && coinText(payment.actualAmount, coin)}
        />
      </Box>
      <Box
        component="dl"
        aria-label={t('Breakdown of the received amount')}
        sx={{
          m: 0,
          mt: 2,
          pt: 1.5,
          borderTop: 1,
          borderColor: 'divider',
          display: 'grid',
          gap: 1,
          gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(5, minmax(0, 1fr))' },
        }}
      >
        <Part label={t('Credited')} amount={payment.creditedAmountUsd} />
        <Part label={t('Suspense')} amount={payment.suspenseAmountUsd} />
        <Part label={t('Returned')} amount={payment.returnedAmountUsd} />
        <Part label={t('Fee')} amount={payment.feeAmountUsd} />
        <Part label={t('In flight')} amount={payment.inFlightAmountUsd} />
      </Box>
    </Panel>
  );
}

const Figure = ({ label, usd, crypto }: { label: string; usd: string; crypto: ReactNode }) => (
  <div>
    <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>{label}</Box>
    <Box sx={{ fontSize: '1.3rem' }}>
      <Usd amount={usd} strong />
    </Box>
    <Box sx={{ color: 'text.secondary', fontSize: '0.88rem', overflowWrap: 'anywhere' }}>{crypto ?? '–'}</Box>
  </div>
);

const Part = ({ label, amount }: { label: string; amount: string }) => (
  <div>
    <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
      {label}
    </Box>
    <Box component="dd" sx={{ m: 0, color: amount === '0.00' ? 'text.secondary' : undefined }}>
      <Usd amount={amount} strong={amount !== '0.00'} />
    </Box>
  </div>
);
