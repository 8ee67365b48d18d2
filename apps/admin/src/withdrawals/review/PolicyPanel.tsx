import StopIcon from '@mui/icons-material/Block';
import PassIcon from '@mui/icons-material/CheckCircleOutlined';
import ExtraIcon from '@mui/icons-material/GroupAddOutlined';
import WaitIcon from '@mui/icons-material/HourglassEmpty';
import WarnIcon from '@mui/icons-material/WarningAmber';
import { Alert, Box } from '@mui/material';
import { HOLDING_WITHDRAWAL_STATUSES } from '@paydesk/types/rules';
import type { ReactNode } from 'react';
import { Panel } from '../../fields/Panel.tsx';
import { TimeText } from '../../fields/TimeText.tsx';
import type { PolicyReason, WithdrawalReview } from '../../providers/records.ts';
import { StatusLine } from './StatusLine.tsx';

const EFFECTS: Record<
  PolicyReason['effect'],
  { word: string; tone: 'good' | 'warning' | 'bad'; icon: ReactNode; rank: number }
> = {
  stop: { word: 'Stops', tone: 'bad', icon: <StopIcon />, rank: 0 },
  delay: { word: 'Waits', tone: 'warning', icon: <WaitIcon />, rank: 1 },
  extraApproval: { word: 'One more', tone: 'warning', icon: <ExtraIcon />, rank: 2 },
  warn: { word: 'Warning', tone: 'warning', icon: <WarnIcon />, rank: 3 },
  pass: { word: 'Passes', tone: 'good', icon: <PassIcon />, rank: 4 },
};

/**
 * What the policy says about this request now, and from which figures; of a closed one, what it said at the
 * request. What speaks against it comes first.
 */
export function PolicyPanel({ review }: { review: WithdrawalReview }) {
  const { policy, withdrawal } = review;
  const isOpen = HOLDING_WITHDRAWAL_STATUSES.includes(withdrawal.status);
  const decision = isOpen ? review.decision : (withdrawal.decision ?? review.decision);
  // That one person may do everything is said below, and louder.
  const reasons = decision.reasons
    .filter(({ rule }) => !isOpen || rule !== 'allowSamePerson')
    .toSorted((a, b) => EFFECTS[a.effect].rank - EFFECTS[b.effect].rank);
  return (
    <Panel
      title="Policy"
      action={
        <Box
          component="span"
          sx={{ color: 'text.secondary', fontSize: '0.85rem' }}
        >{`${isOpen ? '' : 'at the request, '}${decision.policyVersion === 0 ? 'from the settings' : `version ${decision.policyVersion}`}`}</Box>
      }
    >
      <Box sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {withdrawal.isIntact ? (
          <Outcome decision={decision} isPending={withdrawal.status === 'pending'} />
        ) : (
          <StatusLine strong tone="bad" icon={<StopIcon />}>
            No policy lets a changed request pass.
          </StatusLine>
        )}
        <Box
          component="ul"
          aria-label="Reasons"
          sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.9 }}
        >
          {reasons.map((reason) => {
            const { word, tone, icon } = EFFECTS[reason.effect];
            return (
              <li key={`${reason.rule} ${reason.effect}`}>
                <StatusLine tone={tone} icon={icon}>
                  <Box component="span" sx={{ fontWeight: 600 }}>
                    {word}:
                  </Box>{' '}
                  {reason.message}
                </StatusLine>
              </li>
            );
          })}
        </Box>
        {isOpen && policy.allowSamePerson && (
          <Alert severity="warning">
            One person may request, approve and pay on this desk. Four eyes see more than two: switch that off
            in the policy as soon as there is a second member of staff.
          </Alert>
        )}
        {isOpen && policy.secondFactor === 'ifEnrolled' && (
          <Alert severity="warning">
            The policy asks for a second factor only of those who have set one up: a stolen password of
            anybody else is enough to approve.
          </Alert>
        )}
      </Box>
    </Panel>
  );
}

function Outcome({
  decision: { outcome, notBefore, requiredApprovals },
  isPending,
}: Pick<WithdrawalReview, 'decision'> & { isPending: boolean }) {
  if (outcome === 'stop')
    return (
      <StatusLine strong tone="bad" icon={<StopIcon />}>
        The policy stops this withdrawal.
      </StatusLine>
    );
  if (outcome === 'delay')
    return (
      <StatusLine strong tone="warning" icon={<WaitIcon />}>
        It has to wait
        {notBefore !== null && (
          <>
            {' '}
            until <TimeText at={notBefore} />
          </>
        )}
        .
      </StatusLine>
    );
  if (!isPending)
    return (
      <StatusLine strong tone="good" icon={<PassIcon />}>
        The policy lets it pass.
      </StatusLine>
    );
  return (
    <StatusLine strong tone="good" icon={<PassIcon />}>
      It may pass when{' '}
      {requiredApprovals === 1 ? 'one person approves' : `${requiredApprovals} different people approve`}.
    </StatusLine>
  );
}
