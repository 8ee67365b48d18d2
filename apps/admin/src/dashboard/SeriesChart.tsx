import { Box, type Theme, useMediaQuery, useTheme } from '@mui/material';
import { type Figure, postedOnDay, sumUsd, type TransactionType } from '@paydesk/types/rules';
import { Link, useNavigate } from 'react-router-dom';
import { shortUsd } from '../fields/formats.ts';
import { figurePath } from '../fields/links.tsx';
import type { Series } from '../providers/records.ts';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { barHeights } from './barHeights.ts';

type Day = Series['data'][number];

const UP = 104;
const LEAST_DOWN = 12;
const LEFT = 58;

/**
 * Deposits above the axis and withdrawals below it, on one scale. A table has the same figures for screen
 * readers.
 */
export function SeriesChart({ days }: { days: readonly Day[] }) {
  const { palette } = useTheme();
  const navigate = useNavigate();
  const open = (figure: Figure) => void navigate(figurePath(figure));
  // The drawing scales with its width: fewer units across keep the text readable on a phone.
  const step = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm')) ? 9 : 20;
  const { heights, top } = barHeights(
    [...days.map((day) => day.depositedUsd), ...days.map((day) => day.withdrawnUsd)],
    UP,
  );
  const middle = UP + 8;
  // The lower half is as high as its highest bar: usually less goes out than comes in.
  const bottom = middle + Math.max(LEAST_DOWN, ...heights.slice(days.length));
  const width = LEFT + days.length * step;
  const deposited = sumUsd(days.map((day) => day.depositedUsd));
  const withdrawn = sumUsd(days.map((day) => day.withdrawnUsd));
  const first = days[0];
  const last = days.at(-1);

  return (
    <Box component="figure" sx={{ m: 0, position: 'relative' }}>
      <Box
        component="figcaption"
        sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2.5, mb: 1, fontSize: '0.9rem' }}
      >
        <Legend color={palette.primary.main} text={`Deposited ${shortUsd(deposited)}`} />
        <Legend color={palette.warning.main} text={`Withdrawn ${shortUsd(withdrawn)}`} />
      </Box>
      <Box
        component="svg"
        viewBox={`0 0 ${width} ${bottom + 24}`}
        aria-hidden
        sx={{
          width: '100%',
          height: 'auto',
          maxHeight: 240,
          display: 'block',
          '& text': { fill: palette.text.secondary, fontSize: 11 },
        }}
      >
        <text x={LEFT - 6} y={16} textAnchor="end">
          {shortUsd(top).replace(/\.00$/, '')}
        </text>
        <text x={LEFT - 6} y={middle + 4} textAnchor="end">
          0
        </text>
        <line x1={LEFT} x2={width} y1={middle - UP} y2={middle - UP} stroke={palette.divider} />
        <line
          x1={LEFT}
          x2={width}
          y1={middle}
          y2={middle}
          stroke={palette.text.secondary}
          strokeWidth={0.75}
        />
        {days.map((day, index) => {
          const x = LEFT + index * step + step / 8;
          const up = heights[index] ?? 0;
          const down = heights[days.length + index] ?? 0;
          return (
            <g key={day.day}>
              <title>{`${day.day}: deposited ${shortUsd(day.depositedUsd)}, withdrawn ${shortUsd(day.withdrawnUsd)}`}</title>
              <Bar
                area={{ x: x - step / 8, y: 0, width: step, height: middle }}
                bar={{ x, y: middle - up, width: step * 0.75, height: up, fill: palette.primary.main }}
                open={() => open(postedOnDay('deposit', day.day))}
              />
              <Bar
                area={{ x: x - step / 8, y: middle, width: step, height: bottom - middle }}
                bar={{ x, y: middle, width: step * 0.75, height: down, fill: palette.warning.main }}
                open={() => open(postedOnDay('withdrawal', day.day))}
              />
            </g>
          );
        })}
        {first && (
          <text x={LEFT} y={bottom + 18}>
            {first.day}
          </text>
        )}
        {last && (
          <text x={width} y={bottom + 18} textAnchor="end">
            {last.day}
          </text>
        )}
      </Box>
      <HiddenTable days={days} />
    </Box>
  );
}

type Rectangle = Record<'x' | 'y' | 'width' | 'height', number>;

/** A bar that opens its rows, also where it is too low to be hit. The table has the same as links. */
const Bar = ({
  area,
  bar,
  open,
}: {
  area: Rectangle;
  bar: Rectangle & { fill: string };
  open: () => void;
}) => (
  <g onClick={open} style={{ cursor: 'pointer' }}>
    <rect {...area} fill="transparent" />
    <rect {...bar} rx={1.5} />
  </g>
);

const Legend = ({ color, text }: { color: string; text: string }) => (
  <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75 }}>
    <Box
      component="span"
      aria-hidden
      sx={{ width: 10, height: 10, borderRadius: '2px', backgroundColor: color }}
    />
    {text}
  </Box>
);

/** What was posted on a day, and the way to its rows. */
const Posted = ({ type, day, amount }: { type: TransactionType; day: string; amount: string }) => (
  <td>
    <Link to={figurePath(postedOnDay(type, day))}>{shortUsd(amount)}</Link>
  </td>
);

/** Reachable with the keyboard: it shows itself while it has the focus. */
const HiddenTable = ({ days }: { days: readonly Day[] }) => (
  <Box sx={{ '&:not(:focus-within)': VISUALLY_HIDDEN, '& td, & th': { pr: 2, textAlign: 'left' } }}>
    <table>
      <caption>Money in and out by day</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Deposited</th>
          <th scope="col">Withdrawn</th>
          <th scope="col">Charged</th>
          <th scope="col">Refunded</th>
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.day}>
            <th scope="row">{day.day}</th>
            <Posted type="deposit" day={day.day} amount={day.depositedUsd} />
            <Posted type="withdrawal" day={day.day} amount={day.withdrawnUsd} />
            <Posted type="payment" day={day.day} amount={day.chargedUsd} />
            <Posted type="refund" day={day.day} amount={day.refundedUsd} />
          </tr>
        ))}
      </tbody>
    </table>
  </Box>
);
