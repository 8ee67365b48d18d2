import { Box } from '@mui/material';
import { Usd } from '../../fields/Usd.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

const off = (fee: string) => (fee === '0.00' ? fee : `-${fee}`);

/** Requested − fees = what is paid out. */
export const FeeLines = ({ withdrawal }: { withdrawal: Withdrawal }) => (
  <Box
    component="dl"
    sx={{
      m: 0,
      alignSelf: 'start',
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      rowGap: 0.4,
      '& dd': { m: 0, pl: 2, textAlign: 'right' },
      '& dt': { color: 'text.secondary' },
    }}
  >
    <dt>{t('Requested')}</dt>
    <dd>
      <Usd amount={withdrawal.amountUsd} />
    </dd>
    <dt>{t('Network fee')}</dt>
    <dd>
      <Usd amount={off(withdrawal.networkFeeUsd)} />
    </dd>
    <dt>{t('Service fee')}</dt>
    <dd>
      <Usd amount={off(withdrawal.serviceFeeUsd)} />
    </dd>
    <Box component="dt" sx={{ pt: 0.5, borderTop: 1, borderColor: 'divider' }}>
      {t('Pays out')}
    </Box>
    <Box component="dd" sx={{ pt: 0.5, borderTop: 1, borderColor: 'divider' }}>
      <Usd amount={withdrawal.finalAmountUsd} strong />
    </Box>
  </Box>
);
