import { Box } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Withdrawal } from '../providers/wire.ts';

/** Amount − fees = what is paid out. */
export const WithdrawalAmounts = ({ withdrawal }: { withdrawal: Withdrawal }) => (
  <Panel title="Amounts">
    <Box component="dl" sx={{ m: 0, maxWidth: 420, display: 'grid', gridTemplateColumns: '1fr auto', rowGap: 0.5, '& dd': { m: 0, textAlign: 'right' }, '& dt': { color: 'text.secondary' } }}>
      <dt>Requested (debited from the balance)</dt>
      <dd><Usd amount={withdrawal.amountUsd} /></dd>
      <dt>Network fee</dt>
      <dd><Usd amount={negative(withdrawal.networkFeeUsd)} /></dd>
      <dt>Service fee</dt>
      <dd><Usd amount={negative(withdrawal.serviceFeeUsd)} /></dd>
      <Box component="dt" sx={{ pt: 0.75, borderTop: 1, borderColor: 'divider' }}>Paid out</Box>
      <Box component="dd" sx={{ pt: 0.75, borderTop: 1, borderColor: 'divider', fontSize: '1.15rem' }}><Usd amount={withdrawal.finalAmountUsd} strong /></Box>
      {withdrawal.cryptoAmount && (
        <>
          <dt>In {withdrawal.currencyDisplayName}</dt>
          <dd>{withdrawal.cryptoAmount}</dd>
        </>
      )}
    </Box>
  </Panel>
);

const negative = (amount: string) => (amount === '0.00' ? amount : `-${amount}`);
