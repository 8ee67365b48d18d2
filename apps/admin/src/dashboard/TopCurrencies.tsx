import { Box } from '@mui/material';
import { type PaymentStep, paymentsThatWere } from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';
import { figurePath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import { percentOf } from './difference.ts';

type CurrencyRow = DashboardRange['currencies'][number];

/** The currencies in which most was credited, of the payments created in the range. */
export const TopCurrencies = ({ range }: { range: DashboardRange }) => (
  <Panel title={t('Top currencies')}>
    {range.currencies.length === 0 ? (
      <Box sx={{ color: 'text.secondary' }}>{t('No payments were created in this range.')}</Box>
    ) : (
      <Box sx={{ overflowX: 'auto' }}>
        <Box
          component="table"
          aria-label={t('Top currencies')}
          sx={{
            width: '100%',
            borderCollapse: 'collapse',
            fontSize: '0.85rem',
            '& th, & td': {
              py: 0.5,
              pl: 1,
              textAlign: 'right',
              whiteSpace: 'nowrap',
              fontVariantNumeric: 'tabular-nums',
            },
            '& th': { color: 'text.secondary', fontWeight: 400 },
            // Amounts stay on one line; a name gives way, but between its words.
            '& tr > th:first-of-type': {
              pl: 0,
              textAlign: 'left',
              color: 'text.primary',
              whiteSpace: 'normal',
              overflowWrap: 'break-word',
            },
            '& tbody tr': { borderTop: 1, borderColor: 'divider' },
          }}
        >
          <thead>
            <tr>
              <th scope="col">{t('Currency')}</th>
              <th scope="col">{t('Payments')}</th>
              <th scope="col">{t('Credited')}</th>
              <th scope="col">{t('Share')}</th>
            </tr>
          </thead>
          <tbody>
            {range.currencies.map((currency) => (
              <tr key={currency.currencyCode}>
                <th scope="row">{currency.currencyDisplayName}</th>
                <td>
                  <Rows step="created" range={range} currency={currency}>
                    {String(currency.created.count)}
                  </Rows>
                </td>
                <td>
                  <Rows step="credited" range={range} currency={currency}>
                    {shortUsd(currency.credited.amountUsd)}
                  </Rows>
                </td>
                <td>{percentOf(currency.credited.amountUsd, range.payments.credited.amountUsd) ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
    )}
  </Panel>
);

interface RowsProps {
  step: PaymentStep;
  range: DashboardRange;
  currency: CurrencyRow;
  children: string;
}

const Rows = ({ step, range, currency: { currencyCode }, children }: RowsProps) => (
  <TextLink quiet to={figurePath(paymentsThatWere(step, { ...range, currencyCode }))}>
    {children}
  </TextLink>
);
