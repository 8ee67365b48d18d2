import { Box } from '@mui/material';
import { FIGURES } from '@paydesk/types/rules';
import { age, shortUsd } from '../fields/formats.ts';
import { figurePath } from '../fields/links.tsx';
import type { Summary } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import { Tile } from './Tile.tsx';

/** What waits for a person, with counts and amounts. */
export function WaitingTiles({ summary }: { summary: Summary }) {
  const {
    withdrawalsToReview,
    withdrawalsToPay,
    depositsInFlight,
    suspenseOpen,
    needsAttention,
    changeRequests,
  } = summary;
  const amountToReview = shortUsd(withdrawalsToReview.amountUsd);
  return (
    <Box
      component="section"
      aria-label={t('Waiting for you')}
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: {
          xs: 'repeat(2, minmax(0, 1fr))',
          sm: 'repeat(3, minmax(0, 1fr))',
          lg: 'repeat(6, minmax(0, 1fr))',
        },
      }}
    >
      <Tile
        label={t('Withdrawals to review')}
        figure={withdrawalsToReview.count}
        detail={
          withdrawalsToReview.oldestAt === null
            ? amountToReview
            : t('{amount} · oldest {age}', {
                amount: amountToReview,
                // The unit is not left alone on a line.
                age: age(withdrawalsToReview.oldestAt, new Date()).replace(' ', '\u00a0'),
              })
        }
        to={figurePath(FIGURES.withdrawalsToReview)}
        tone={withdrawalsToReview.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label={t('Withdrawals to pay')}
        figure={withdrawalsToPay.count}
        detail={shortUsd(withdrawalsToPay.amountUsd)}
        to={figurePath(FIGURES.withdrawalsToPay)}
        tone={withdrawalsToPay.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label={t('Change requests')}
        figure={changeRequests.waiting}
        detail={t('waiting for a decision')}
        to={figurePath(FIGURES.changeRequests)}
        tone={changeRequests.waiting > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label={t('Deposits in flight')}
        figure={depositsInFlight.count}
        detail={shortUsd(depositsInFlight.amountUsd)}
        to={figurePath(FIGURES.depositsInFlight)}
      />
      <Tile
        label={t('Suspense open')}
        figure={suspenseOpen.count}
        detail={shortUsd(suspenseOpen.amountUsd)}
        to={figurePath(FIGURES.suspenseOpen)}
        tone={suspenseOpen.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label={t('Needs attention')}
        figure={needsAttention.count}
        detail={t('payments flagged')}
        to={figurePath(FIGURES.needsAttention)}
        tone={needsAttention.count > 0 ? 'alarm' : 'normal'}
      />
    </Box>
  );
}
