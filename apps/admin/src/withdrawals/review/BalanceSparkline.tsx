import { Box, useTheme } from '@mui/material';
import { dates, shortUsd } from '../../fields/formats.ts';
import type { WithdrawalReview } from '../../providers/records.ts';
import { sparkline } from './sparkline.ts';
import { plural, t } from '../../texts/t.ts';

type Day = WithdrawalReview['user']['balanceByDay'][number];

const WIDTH = 360;
const HEIGHT = 56;

/**
 * The balance of each day as a stepped line. A table lists the days on which it changed.
 */
export function BalanceSparkline({ days }: { days: readonly Day[] }) {
  const { palette } = useTheme();
  const { line, area, top } = sparkline(
    days.map(({ balanceUsd }) => balanceUsd),
    WIDTH,
    HEIGHT,
  );
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const caption = plural(
    days.length,
    {
      one: 'Balance over {count} day: {first} at the start, {last} now, {top} at its highest.',
      other: 'Balance over {count} days: {first} at the start, {last} now, {top} at its highest.',
    },
    { first: shortUsd(first.balanceUsd), last: shortUsd(last.balanceUsd), top: shortUsd(top) },
  );
  return (
    <Box component="figure" sx={{ m: 0, mt: 2 }}>
      <Box component="figcaption" sx={{ fontSize: '0.82rem', color: 'text.secondary', mb: 0.5 }}>
        {caption}
      </Box>
      <Box
        component="svg"
        viewBox={`-1 -3 ${WIDTH + 2} ${HEIGHT + 5}`}
        preserveAspectRatio="none"
        aria-hidden
        sx={{ width: '100%', height: 64, display: 'block' }}
      >
        <path d={area} fill={palette.primary.main} opacity={0.14} />
        <line
          x1={0}
          x2={WIDTH}
          y1={HEIGHT}
          y2={HEIGHT}
          stroke={palette.divider}
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={line}
          fill="none"
          stroke={palette.primary.main}
          strokeWidth={1.75}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </Box>
      {/* The line runs from left to right in every language. */}
      <Box
        dir="ltr"
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          fontSize: '0.78rem',
          color: 'text.secondary',
        }}
      >
        <span>{dayText(first.day)}</span>
        <span>{dayText(last.day)}</span>
      </Box>
      <Changes days={days} />
    </Box>
  );
}

/** A day of UTC. */
const dayText = (day: string): string =>
  new Intl.DateTimeFormat(dates, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));

function Changes({ days }: { days: readonly Day[] }) {
  const changes = days.filter((day, index) => index === 0 || day.balanceUsd !== days[index - 1]?.balanceUsd);
  return (
    <Box
      component="details"
      sx={{ mt: 0.75, fontSize: '0.85rem', '& summary': { cursor: 'pointer', color: 'text.secondary' } }}
    >
      <summary>{t('Show as table')}</summary>
      <Box
        tabIndex={0}
        role="region"
        aria-label={t('Balance by day')}
        sx={{ maxHeight: 220, overflow: 'auto', mt: 0.5 }}
      >
        <Box
          component="table"
          sx={{
            borderCollapse: 'collapse',
            '& th, & td': { py: 0.25, pr: 2, textAlign: 'left', fontWeight: 400 },
            '& td': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
          }}
        >
          <caption style={{ textAlign: 'left' }}>
            {t('Days on which the balance changed (end of day, UTC)')}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('From')}</th>
              <th scope="col">{t('Balance')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ day, balanceUsd }) => (
              <tr key={day}>
                <th scope="row">{dayText(day)}</th>
                <td>{shortUsd(balanceUsd)}</td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
    </Box>
  );
}
