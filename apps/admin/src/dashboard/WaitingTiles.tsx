import { Box } from '@mui/material';
import { FIGURES } from '@paydesk/types/rules';
import { age, shortUsd } from '../fields/formats.ts';
import { figurePath } from '../fields/links.tsx';
import type { Summary } from '../providers/records.ts';
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
  const oldest = withdrawalsToReview.oldestAt && ` · oldest ${age(withdrawalsToReview.oldestAt, new Date())}`;
  return (
    <Box
      component="section"
      aria-label="Waiting for you"
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
        label="Withdrawals to review"
        figure={withdrawalsToReview.count}
        detail={`${shortUsd(withdrawalsToReview.amountUsd)}${oldest ?? ''}`}
        to={figurePath(FIGURES.withdrawalsToReview)}
        tone={withdrawalsToReview.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Withdrawals to pay"
        figure={withdrawalsToPay.count}
        detail={shortUsd(withdrawalsToPay.amountUsd)}
        to={figurePath(FIGURES.withdrawalsToPay)}
        tone={withdrawalsToPay.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Change requests"
        figure={changeRequests.waiting}
        detail="waiting for a decision"
        to={figurePath(FIGURES.changeRequests)}
        tone={changeRequests.waiting > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Deposits in flight"
        figure={depositsInFlight.count}
        detail={shortUsd(depositsInFlight.amountUsd)}
        to={figurePath(FIGURES.depositsInFlight)}
      />
      <Tile
        label="Suspense open"
        figure={suspenseOpen.count}
        detail={shortUsd(suspenseOpen.amountUsd)}
        to={figurePath(FIGURES.suspenseOpen)}
        tone={suspenseOpen.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Needs attention"
        figure={needsAttention.count}
        detail="payments flagged"
        to={figurePath(FIGURES.needsAttention)}
        tone={needsAttention.count > 0 ? 'alarm' : 'normal'}
      />
    </Box>
  );
}
