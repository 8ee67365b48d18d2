import { Alert, Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import type { Currency } from '../providers/records.ts';
import { AcceptChangeButton } from './actions/AcceptChangeButton.tsx';
import { changeLines } from './changeLines.ts';
import { t } from '../texts/t.ts';

/** What the provider reports instead under open requests, beside what is stored; nothing otherwise. */
export function PendingChangePanel({ currency }: { currency: Currency }) {
  if (!currency.pendingChange) return null;
  const lines = changeLines(currency, currency.pendingChange);
  return (
    <Panel title={t('Change reported by the provider')} action={<AcceptChangeButton currency={currency} />}>
      <Alert severity="warning" sx={{ mb: 1.5 }}>
        {t(
          'The currency is not offered. Money would go to another network or contract from now on, or be counted in another unit: compare it with the provider’s own announcement before you accept it.',
        )}
      </Alert>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('Before and after')}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t('Field')}</TableCell>
              <TableCell>{t('Before')}</TableCell>
              <TableCell>{t('After')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {lines.map(({ label, before, after, isChanged }) => (
              <TableRow key={label}>
                <TableCell component="th" scope="row">
                  {label}
                </TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>{before}</TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>
                  {isChanged ? (
                    <strong>{after}</strong>
                  ) : (
                    <Box sx={{ whiteSpace: 'nowrap' }}>{t('unchanged')}</Box>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
