import ClockIcon from '@mui/icons-material/Timer';
import ExpiredIcon from '@mui/icons-material/TimerOffOutlined';
import { Box } from '@mui/material';
import type { WithdrawalReview } from '../../providers/records.ts';
import { FixRateButton } from './FixRateButton.tsx';
import { rateText } from './rateText.ts';
import { StatusLine } from '../../fields/StatusLine.tsx';
import { VISUALLY_HIDDEN } from '../../theme/visuallyHidden.ts';
import { useRateCountdown } from './useRateCountdown.ts';
import { t } from '../../texts/t.ts';

/**
 * The fixed rate and how long it is valid; after expiry, a button for a new one. Without the time once the
 * money is being sent.
 */
export function RateLine({ review, receivedAt }: { review: WithdrawalReview; receivedAt: number }) {
  const { withdrawal } = review;
  const rate = withdrawal.rateUsd !== null && (
    <span>{rateText(withdrawal.currencyDisplayName, withdrawal.rateUsd)}</span>
  );
  if (withdrawal.status !== 'approved') return <Box sx={{ color: 'text.secondary' }}>{rate}</Box>;
  if (withdrawal.rateExpiresAt === null) {
    return (
      <Box sx={{ mt: 0.5, display: 'grid', gap: 1, justifyItems: 'start' }}>
        <StatusLine tone="warning" icon={<ExpiredIcon />}>
          {t('No rate is fixed: the provider offered none at approval.')}
        </StatusLine>
        <FixRateButton review={review} />
      </Box>
    );
  }
  return (
    <Box sx={{ mt: 0.25, display: 'grid', gap: 1, justifyItems: 'start' }}>
      {rate && <Box sx={{ color: 'text.secondary' }}>{rate}</Box>}
      <Countdown review={review} expiresAt={withdrawal.rateExpiresAt} receivedAt={receivedAt} />
    </Box>
  );
}

function Countdown({
  review,
  expiresAt,
  receivedAt,
}: {
  review: WithdrawalReview;
  expiresAt: string;
  receivedAt: number;
}) {
  const countdown = useRateCountdown(expiresAt, { serverTime: review.serverTime, receivedAt });
  return (
    <>
      <StatusLine
        tone={countdown.isExpired ? 'bad' : countdown.isUrgent ? 'warning' : 'good'}
        icon={countdown.isExpired ? <ExpiredIcon /> : <ClockIcon />}
        strong={countdown.isExpired || countdown.isUrgent}
      >
        <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
          {countdown.text}
        </Box>
      </StatusLine>
      <Box component="span" role="status" aria-live="polite" sx={VISUALLY_HIDDEN}>
        {countdown.announcement}
      </Box>
      {countdown.isExpired && <FixRateButton review={review} />}
    </>
  );
}
