import { Box } from '@mui/material';
import { FIGURES, postedUntil } from '@paydesk/types/rules';
import { shortUsd } from '../fields/formats.ts';
import { figurePath } from '../fields/links.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import { difference } from './difference.ts';
import { movementFigure, MOVEMENTS } from './movements.ts';
import { Tile } from './Tile.tsx';

const SHOWN = ['deposits', 'withdrawals', 'fees'] as const;

/** The sums of the range; each opens its rows, and says how it compares. */
export const MovementTiles = ({ range }: { range: DashboardRange }) => {
  const { comparison } = range;
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.5,
        // A whole amount stays on one line.
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          sm: 'repeat(2, minmax(0, 1fr))',
          xl: 'repeat(4, minmax(0, 1fr))',
        },
      }}
    >
      {SHOWN.map((name) => (
        <Tile
          key={name}
          label={`${MOVEMENTS[name].label} · ${range.totals[name].count}`}
          figure={shortUsd(range.totals[name].amountUsd)}
          detail={compared(range.totals[name].amountUsd, comparison?.totals[name].amountUsd)}
          to={figurePath(movementFigure(name, range))}
        />
      ))}
      <Tile
        label={t('Owed to users at the end')}
        figure={shortUsd(range.liabilitiesUsd)}
        detail={compared(range.liabilitiesUsd, comparison?.liabilitiesUsd)}
        to={figurePath(Date.parse(range.until) > Date.now() ? FIGURES.liabilities : postedUntil(range.until))}
      />
    </Box>
  );
};

const ARROWS = { more: '▲ ', less: '▼ ', same: '' } as const;

/** The arrow is for those who look; the words say the same. */
function compared(amount: string, before: string | undefined) {
  if (before === undefined) return null;
  const { direction, text } = difference(amount, before);
  return (
    <>
      <span aria-hidden>{ARROWS[direction]}</span>
      {text}
    </>
  );
}
