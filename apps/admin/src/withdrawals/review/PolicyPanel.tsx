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
import { StatusLine } from '../../fields/StatusLine.tsx';
import { useServerSentence } from '../../texts/serverSentence.ts';
import { plural, t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

const EFFECTS: Record<
  PolicyReason['effect'],
  { label: string; tone: 'good' | 'warning' | 'bad'; icon: ReactNode; rank: number }
> = {
  stop: { label: t('Stops'), tone: 'bad', icon: <StopIcon />, rank: 0 },
  delay: { label: t('Waits'), tone: 'warning', icon: <WaitIcon />, rank: 1 },
  extraApproval: { label: t('One more'), tone: 'warning', icon: <ExtraIcon />, rank: 2 },
  warn: { label: t('Warning'), tone: 'warning', icon: <WarnIcon />, rank: 3 },
  pass: { label: t('Passes'), tone: 'good', icon: <PassIcon />, rank: 4 },
};

/**
 * What the policy decides about this withdrawal now, with reasons; for a closed one, what it decided at the
 * request. The strictest reasons come first.
 */
export function PolicyPanel({ review }: { review: WithdrawalReview }) {
  const written = useServerSentence();
  const { policy, withdrawal } = review;
  const isOpen = HOLDING_WITHDRAWAL_STATUSES.includes(withdrawal.status);
  const decision = isOpen ? review.decision : (withdrawal.decision ?? review.decision);
  // `allowSamePerson` has its own warning below.
  const reasons = decision.reasons
    .filter(({ rule }) => !isOpen || rule !== 'allowSamePerson')
    .toSorted((a, b) => EFFECTS[a.effect].rank - EFFECTS[b.effect].rank);
  return (
    <Panel
      title={t('Policy')}
      action={
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
          {versionText(decision.policyVersion, isOpen)}
        </Box>
      }
    >
      <Box sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {withdrawal.isIntact ? (
          <Outcome decision={decision} isPending={withdrawal.status === 'pending'} />
        ) : (
          <StatusLine strong tone="bad" icon={<StopIcon />}>
            {t('A withdrawal that was tampered with never passes.')}
          </StatusLine>
        )}
        <Box
          component="ul"
          aria-label={t('Reasons')}
          sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.9 }}
        >
          {reasons.map((reason) => {
            const { label, tone, icon } = EFFECTS[reason.effect];
            return (
              <li key={`${reason.rule} ${reason.effect}`}>
                <StatusLine tone={tone} icon={icon}>
                  <Box component="span" sx={{ fontWeight: 600 }}>
                    {label}:
                  </Box>{' '}
                  <bdi>{written(reason.message)}</bdi>
                </StatusLine>
              </li>
            );
          })}
        </Box>
        {isOpen && policy.allowSamePerson && (
          <Alert severity="warning">
            {t(
              'One person may request, approve and pay on this desk. Turn this off in the policy as soon as there is a second member of staff.',
            )}
          </Alert>
        )}
        {isOpen && policy.secondFactor === 'ifEnrolled' && (
          <Alert severity="warning">
            {t(
              'The policy requires a second factor only from people who have set one up: the stolen password of anyone else is enough to approve.',
            )}
          </Alert>
        )}
      </Box>
    </Panel>
  );
}

function versionText(policyVersion: number, isOpen: boolean): string {
  if (policyVersion === 0) return isOpen ? t('initial policy') : t('at request time, initial policy');
  const version = String(policyVersion);
  return isOpen ? t('version {version}', { version }) : t('at request time, version {version}', { version });
}

function Outcome({
  decision: { outcome, notBefore, requiredApprovals },
  isPending,
}: Pick<WithdrawalReview, 'decision'> & { isPending: boolean }) {
  if (outcome === 'stop')
    return (
      <StatusLine strong tone="bad" icon={<StopIcon />}>
        {t('The policy stops this withdrawal.')}
      </StatusLine>
    );
  if (outcome === 'delay')
    return (
      <StatusLine strong tone="warning" icon={<WaitIcon />}>
        {notBefore === null ? (
          t('It is delayed.')
        ) : (
          <Rich
            text={t('It is delayed until <time></time>.')}
            tags={{ time: () => <TimeText at={notBefore} /> }}
          />
        )}
      </StatusLine>
    );
  if (!isPending)
    return (
      <StatusLine strong tone="good" icon={<PassIcon />}>
        {t('The policy allows it.')}
      </StatusLine>
    );
  return (
    <StatusLine strong tone="good" icon={<PassIcon />}>
      {plural(requiredApprovals, {
        one: 'Allowed after one approval.',
        other: 'Allowed after approvals from {count} different people.',
      })}
    </StatusLine>
  );
}
