import { Box } from '@mui/material';
import { Usd } from '../../fields/Usd.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { UserLink } from '../../records/people.tsx';
import { AddressText } from '../review/AddressText.tsx';
import { RowsBox, rowsSx } from './RowsBox.tsx';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';
import type { WithdrawalStatus } from '@paydesk/types/rules';

/** The rows that are about to be decided: user, amount and full address. */
export const BulkRows = ({ rows, total }: { rows: readonly Withdrawal[]; total: string }) => (
  <Box>
    <RowsBox label={t('Selected withdrawals')}>
      {rows.map((row) => (
        <Box
          component="li"
          key={row.id}
          sx={{
            ...rowsSx,
            gridTemplateColumns: { xs: 'minmax(0, 1fr) auto', sm: 'minmax(0, 160px) 110px minmax(0, 1fr)' },
          }}
        >
          <UserLink id={row.userId} />
          <Box sx={{ textAlign: 'right' }}>
            <Usd amount={row.amountUsd} strong />
            <Box sx={{ color: 'text.secondary', fontSize: '0.8rem' }}>{row.currencyDisplayName}</Box>
          </Box>
          <Box sx={{ gridColumn: { xs: '1 / -1', sm: 'auto' }, minWidth: 0 }}>
            <AddressText address={row.walletAddress} small />
            {row.extraId !== null && (
              <Box sx={{ color: 'warning.main', fontWeight: 600, fontSize: '0.85rem' }}>
                {row.extraIdName ?? t('Memo')}: <span className="mono">{row.extraId}</span>
              </Box>
            )}
            {!row.isIntact && <Box sx={{ color: 'error.main', fontWeight: 600 }}>{t('Tampered with.')}</Box>}
            {row.status !== 'pending' && (
              <Box sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>{ALREADY[row.status]}</Box>
            )}
          </Box>
        </Box>
      ))}
    </RowsBox>
    <Box sx={{ mt: 0.75, px: 1.5 }}>
      <Rich
        text={t('<b>{total}</b> in total', { total })}
        tags={{ b: (content) => <strong>{content}</strong> }}
      />
    </Box>
  </Box>
);

/** Someone was faster, or it went on by itself. */
const ALREADY: Record<Exclude<WithdrawalStatus, 'pending'>, string> = {
  approved: t('Already approved.'),
  processing: t('Already processing.'),
  completed: t('Already completed.'),
  rejected: t('Already rejected.'),
  cancelled: t('Already cancelled.'),
};
