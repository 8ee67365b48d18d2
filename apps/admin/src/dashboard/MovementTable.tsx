import { Box } from '@mui/material';
import { type Figure, postedUntil } from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';
import { figurePath, TextLink } from '../fields/links.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { t } from '../texts/t.ts';
import { bucketTitle } from './bucketLabels.ts';
import { type Movement, movementFigure, MOVEMENTS } from './movements.ts';

const NAMES = Object.keys(MOVEMENTS) as Movement[];

/**
 * What the charts show, as text with links to the rows. Screen readers always find it; others see it when they ask for
 * it, or when the keyboard comes into it.
 */
export const MovementTable = ({ range, isShown }: { range: DashboardRange; isShown: boolean }) => (
  <Box
    sx={{
      ...(isShown ? { overflowX: 'auto' } : { '&:not(:focus-within)': VISUALLY_HIDDEN }),
      '& table': { borderCollapse: 'collapse', width: '100%' },
      '& th, & td': { py: 0.5, pr: 2, textAlign: 'right', whiteSpace: 'nowrap' },
      '& td': { fontVariantNumeric: 'tabular-nums' },
      '& tr > th:first-of-type': { textAlign: 'left' },
      '& tbody tr': { borderTop: 1, borderColor: 'divider' },
      '& caption': VISUALLY_HIDDEN,
    }}
  >
    <table>
      <caption>{t('Money in and out, and what was owed to users')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Time')}</th>
          {NAMES.map((name) => (
            <th key={name} scope="col">
              {MOVEMENTS[name].label}
            </th>
          ))}
          <th scope="col">{t('Owed at the end')}</th>
        </tr>
      </thead>
      <tbody>
        {range.buckets.map((bucket) => (
          <tr key={bucket.from}>
            <th scope="row">{bucketTitle(bucket, range.granularity)}</th>
            {NAMES.map((name) => (
              <Amount key={name} amount={bucket[name].amountUsd} figure={movementFigure(name, bucket)} />
            ))}
            {bucket.liabilitiesUsd === null ? (
              <td>–</td>
            ) : (
              <Amount amount={bucket.liabilitiesUsd} figure={postedUntil(bucket.until)} />
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </Box>
);

/** Nothing has no rows to open. */
const Amount = ({ amount, figure }: { amount: string; figure: Figure }) => (
  <td>
    {amount === '0.00' ? shortUsd(amount) : <TextLink to={figurePath(figure)}>{shortUsd(amount)}</TextLink>}
  </td>
);
