import { FIGURES } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { Box, Skeleton } from '@mui/material';
import { Facts } from '../fields/Facts.tsx';
import { figurePath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { READ_LATER } from '../providers/affectedQueries.ts';
import type { DashboardHealth } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

/** Whether the provider answers, whether the ledger was verified, and what waits for a decision. */
export function HealthPanel({ changeRequests }: { changeRequests: number }) {
  const { data, error, refetch } = useQuery<DashboardHealth>({
    queryKey: ['dashboard', 'health'],
    queryFn: () => trpc.dashboard.health.query(),
    meta: READ_LATER,
  });
  return (
    <Panel title="Health">
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton variant="rounded" height={96} />}
      {data && (
        <Facts
          dense
          facts={[
            ['Provider', <ProviderState key="provider" provider={data.provider} />],
            ['Last report', <TimeText key="report" at={data.provider.lastReportAt} ago none="None yet" />],
            ['Ledger', <Verified key="ledger" verification={data.verification} />],
            [
              'Change requests',
              <TextLink key="changes" quiet to={figurePath(FIGURES.changeRequests)}>
                {changeRequests === 0 ? 'None waiting' : `${changeRequests} waiting`}
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
        {state === 'open' ? 'Does not answer' : 'Being tested'} since <TimeText at={since} />
        {lastError !== null && `: ${lastError}`}
      </Box>
    );
  if (failures === 0)
    return (
      <>
        Answers
        {lastFailureAt !== null && (
          <>
            ; last failure <TimeText at={lastFailureAt} ago />
          </>
        )}
      </>
    );
  return (
    <>
      {`${failures} ${failures === 1 ? 'failure' : 'failures'} in a row, the last `}
      <TimeText at={lastFailureAt} ago />
      {lastError !== null && `: ${lastError}`}
    </>
  );
}

function Verified({ verification }: { verification: DashboardHealth['verification'] }) {
  if (verification === null) return 'Not verified yet';
  if (verification.ok)
    return (
      <>
        Verified <TimeText at={verification.finishedAt} ago />
      </>
    );
  return (
    <Box component="span" sx={{ color: 'error.main' }}>
      Faults found <TimeText at={verification.finishedAt} ago />
      {verification.problem !== null && `: ${verification.problem}`}
    </Box>
  );
}
