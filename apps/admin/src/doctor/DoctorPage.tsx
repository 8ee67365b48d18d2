import { DOCTOR_STATES, type DoctorGroup } from '@paydesk/types';
import { Box, Skeleton, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '../fields/Panel.tsx';
import { EmptyState, ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { useMay } from '../providers/permissions.ts';
import type { DoctorCheck } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { Rich } from '../texts/Rich.tsx';
import { plural, t } from '../texts/t.ts';
import { CheckAgainButton, DOCTOR_QUERY } from './CheckAgainButton.tsx';
import { CheckLine } from './CheckLine.tsx';

const GROUP_NAMES: Record<DoctorGroup, string> = {
  machine: t('Machine and network'),
  secrets: t('Secrets and files'),
  backups: t('Backups'),
  database: t('Database'),
  work: t('Operation'),
};

/** What `paydesk doctor` finds on the server that answers: each check in words, and what to do. */
export function DoctorPage() {
  const may = useMay()('system.read');
  const { data, error, refetch } = useQuery({
    queryKey: DOCTOR_QUERY,
    queryFn: async () => await trpc.system.doctor.query({}),
    enabled: may,
    staleTime: 30_000,
  });
  return (
    <>
      <PageHeader
        title={t('System checks')}
        hint={t('What “paydesk doctor” finds on the server that answers this page. It changes nothing.')}
        actions={data && <CheckAgainButton againAt={data.againAt} />}
      />
      {!may && <EmptyState title={t('Your role does not allow this page.')} />}
      {may && error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {may && !error && !data && (
        <Box role="status" aria-label={t('Loading')}>
          <Skeleton variant="rounded" height={320} />
        </Box>
      )}
      {data && (
        <>
          <Box role="status" sx={{ mb: 2 }}>
            <Typography component="p" sx={{ fontWeight: 650 }}>
              {summaryOf(data.checks)}
            </Typography>
            <Typography component="p" variant="body2" color="text.secondary">
              <Rich
                text={t('Checked <time></time>')}
                tags={{ time: () => <TimeText at={data.checkedAt} ago /> }}
              />
            </Typography>
          </Box>
          {data.checks.length === 0 && <EmptyState title={t('There is nothing to check.')} />}
          <Box
            sx={{
              columnCount: { lg: 2 },
              columnGap: 2,
              '& > *': { mb: 2, breakInside: 'avoid' },
            }}
          >
            {groupsOf(data.checks).map(([group, checks]) => (
              <Panel key={group} title={GROUP_NAMES[group]}>
                <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.5 }}>
                  {checks.map((check) => (
                    <CheckLine key={check.name} check={check} />
                  ))}
                </Box>
              </Panel>
            ))}
          </Box>
        </>
      )}
    </>
  );
}

/** What needs a person comes first; otherwise the order of the report. */
function groupsOf(checks: readonly DoctorCheck[]): [DoctorGroup, DoctorCheck[]][] {
  const ordered = checks.toSorted((a, b) => DOCTOR_STATES.indexOf(a.state) - DOCTOR_STATES.indexOf(b.state));
  const groups = Object.keys(GROUP_NAMES) as DoctorGroup[];
  return groups
    .map((group): [DoctorGroup, DoctorCheck[]] => [group, ordered.filter((check) => check.group === group)])
    .filter(([, found]) => found.length > 0);
}

function summaryOf(checks: readonly DoctorCheck[]): string {
  const count = (state: DoctorCheck['state']) => checks.filter((check) => check.state === state).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  if (failed + warnings === 0) return t('Nothing needs your attention.');
  return [
    failed > 0 && plural(failed, { one: '{count} check failed', other: '{count} checks failed' }),
    warnings > 0 && plural(warnings, { one: '{count} warning', other: '{count} warnings' }),
  ]
    .filter((part) => part !== false)
    .join(' · ');
}
