import { Box } from '@mui/material';
import { age, shortUsd } from '../fields/formats.ts';
import { listPath } from '../fields/links.tsx';
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
        to={listPath('withdrawals', { statusGroup: 'waiting' })}
        tone={withdrawalsToReview.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Withdrawals to pay"
        figure={withdrawalsToPay.count}
        detail={shortUsd(withdrawalsToPay.amountUsd)}
        to={listPath('withdrawals', { status: 'approved' })}
        tone={withdrawalsToPay.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Change requests"
        figure={changeRequests.waiting}
        detail="waiting for a decision"
        to={listPath('changeRequests', { status: 'waiting' })}
        tone={changeRequests.waiting > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Deposits in flight"
        figure={depositsInFlight.count}
        detail={shortUsd(depositsInFlight.amountUsd)}
        to={listPath('payments', { statusGroup: 'active' })}
      />
      <Tile
        label="Suspense open"
        figure={suspenseOpen.count}
        detail={shortUsd(suspenseOpen.amountUsd)}
        to={listPath('suspense', { status: 'open' })}
        tone={suspenseOpen.count > 0 ? 'waiting' : 'normal'}
      />
      <Tile
        label="Needs attention"
        figure={needsAttention.count}
        detail="payments flagged"
        to={listPath('payments', { needsAttention: true })}
        tone={needsAttention.count > 0 ? 'alarm' : 'normal'}
      />
    </Box>
  );
}
