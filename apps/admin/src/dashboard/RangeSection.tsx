import { Box, Skeleton } from '@mui/material';
import { ErrorState } from '../fields/states.tsx';
import { t } from '../texts/t.ts';
import { spanText } from './bucketLabels.ts';
import { MovementPanel } from './MovementPanel.tsx';
import { MovementTiles } from './MovementTiles.tsx';
import { PaymentFunnel } from './PaymentFunnel.tsx';
import { RangePicker } from './RangePicker.tsx';
import { TopCurrencies } from './TopCurrencies.tsx';
import { useRange, useRangeChoice } from './useRange.ts';

/** What moved in a range of days that the address holds, and how it compares. */
export function RangeSection() {
  const [choice, choose] = useRangeChoice();
  const { data, error, refetch, isPlaceholderData } = useRange(choice);
  return (
    <Box
      component="section"
      aria-label={t('Figures of a range')}
      sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
        <RangePicker choice={choice} onChoose={choose} />
        {data && !error && (
          <Box role="status" sx={{ color: 'text.secondary', fontSize: '0.9rem' }}>
            {data.comparison
              ? t('{days}, compared with {before}', {
                  days: spanText(data),
                  before: spanText(data.comparison),
                })
              : spanText(data)}
          </Box>
        )}
      </Box>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton variant="rounded" height={420} role="status" aria-label={t('Loading')} />}
      {data && !error && (
        <Box
          aria-busy={isPlaceholderData}
          sx={{
            display: 'grid',
            gap: 1.5,
            gridTemplateColumns: 'minmax(0, 1fr)',
            opacity: isPlaceholderData ? 0.6 : 1,
          }}
        >
          <MovementTiles range={data} />
          <MovementPanel range={data} />
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              alignItems: 'start',
              gridTemplateColumns: 'repeat(auto-fit, minmax(min(300px, 100%), 1fr))',
            }}
          >
            <PaymentFunnel range={data} />
            <TopCurrencies range={data} />
          </Box>
        </Box>
      )}
    </Box>
  );
}
