import { FIGURES } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { Box, Skeleton } from '@mui/material';
import type { ReactNode } from 'react';
import { Facts } from '../fields/Facts.tsx';
import { figurePath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { READ_LATER } from '../providers/affectedQueries.ts';
import type { DashboardHealth } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { locale } from '../texts/currentLanguage.ts';
import { Rich } from '../texts/Rich.tsx';
import { plural, t } from '../texts/t.ts';

/** Whether the provider answers, whether the ledger was verified, and what waits for a decision. */
export function HealthPanel({ changeRequests }: { changeRequests: number }) {
  const { data, error, refetch } = useQuery<DashboardHealth>({
    queryKey: ['dashboard', 'health'],
    queryFn: () => trpc.dashboard.health.query(),
    meta: READ_LATER,
  });
  return (
    <Panel title={t('Health')}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton variant="rounded" height={96} />}
      {data && (
        <Facts
          dense
          facts={[
            [t('Provider'), <ProviderState key="provider" provider={data.provider} />],
            [t('Answer times'), callTimesText(data.provider.callTimes)],
            [
              t('Last report'),
              <TimeText key="report" at={data.provider.lastReportAt} ago none={t('None yet')} />,
            ],
            [t('Ledger'), <Verified key="ledger" verification={data.verification} />],
            [
              t('Change requests'),
              <TextLink key="changes" quiet to={figurePath(FIGURES.changeRequests)}>
                {changeRequests === 0
                  ? t('None waiting')
                  : plural(changeRequests, { one: '{count} waiting', other: '{count} waiting' })}
              </TextLink>,
            ],
          ]}
        />
      )}
    </Panel>
  );
}

function ProviderState({ provider }: { provider: DashboardHealth['provider'] }) {
  const { state, since, failures, lastFailureAt, lastError } = provider;
  if (state !== 'closed')
    return (
      <Box component="span" sx={{ color: 'error.main' }}>
        <WithReason reason={lastError}>
          <Rich
            text={
              state === 'open'
                ? t('Has not answered since <time></time>')
                : t('Being tested since <time></time>')
            }
            tags={{ time: () => <TimeText at={since} /> }}
          />
        </WithReason>
      </Box>
    );
  const time = () => <TimeText at={lastFailureAt} ago />;
  if (failures === 0)
    return lastFailureAt === null ? (
      t('Answers')
    ) : (
      <Rich text={t('Answers; last failure <time></time>')} tags={{ time }} />
    );
  return (
    <WithReason reason={lastError}>
      <Rich
        text={plural(failures, {
          one: '{count} failure <time></time>',
          other: '{count} failures in a row, the last <time></time>',
        })}
        tags={{ time }}
      />
    </WithReason>
  );
}

/** How long calls took in the last hour; the server rounds times up by less than a tenth. */
function callTimesText(times: DashboardHealth['provider']['callTimes']): string {
  if (times === null) return t('No calls in the last hour');
  const { calls, medianMs, slowestTenthMs } = times;
  return plural(
    calls,
    {
      one: 'Median {median}, slowest tenth from {slowest}; {count} call in the last hour',
      other: 'Median {median}, slowest tenth from {slowest}; {count} calls in the last hour',
    },
    { median: MILLISECONDS.format(medianMs), slowest: MILLISECONDS.format(slowestTenthMs) },
  );
}

const MILLISECONDS = new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond' });

function Verified({ verification }: { verification: DashboardHealth['verification'] }) {
  if (verification === null) return t('Not verified yet');
  const time = () => <TimeText at={verification.finishedAt} ago />;
  if (verification.ok) return <Rich text={t('Verified <time></time>')} tags={{ time }} />;
  return (
    <Box component="span" sx={{ color: 'error.main' }}>
      <WithReason reason={verification.problem}>
        <Rich text={t('Faults found <time></time>')} tags={{ time }} />
      </WithReason>
    </Box>
  );
}

/** What has failed, and why, as the server or the provider says it. */
const WithReason = ({ reason, children }: { reason: string | null; children: ReactNode }) =>
  reason === null ? (
    children
  ) : (
    <Rich
      text={t('<what></what>: <reason></reason>')}
      tags={{ what: () => children, reason: () => reason }}
    />
  );
