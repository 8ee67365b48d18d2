import { Alert, Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { useCommand } from '../commands/useCommand.ts';
import { CopyText } from '../fields/CopyText.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { AuditVerdict } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { plural, t } from '../texts/t.ts';

/** Entries are chained within seconds; a longer delay means that the worker does not run. */
const LATE_SECONDS = 60;
const REFRESH_MS = 30_000;

/** Verifies the hash chain of the log, and shows its head for safekeeping elsewhere. */
export function ChainPanel() {
  const {
    data: head,
    error,
    refetch,
  } = useQuery({
    queryKey: ['audit', 'head'],
    queryFn: () => trpc.audit.head.query(),
    // No event says that nothing was sealed: that is what the warning below is about.
    refetchInterval: ({ state }) => (state.data && state.data.unsealed > 0 ? REFRESH_MS : false),
  });
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const walk = useCommand(
    () => trpc.audit.verify.mutate(),
    null,
    (result: AuditVerdict) => {
      setVerdict(result);
      void refetch();
    },
  );
  return (
    <Panel title={t('Verify')}>
      <p style={{ marginTop: 0 }}>
        {t(
          'Each entry contains the hash of the one before it. This recomputes every hash and reports the first entry that was changed, removed, inserted or moved.',
        )}
      </p>
      <PermittedButton
        action="audit.verify"
        variant="outlined"
        disabled={walk.busy}
        onClick={() => walk.run()}
      >
        {walk.busy ? t('Verifying…') : t('Verify the audit log')}
      </PermittedButton>
      <div role="status" style={{ marginTop: 12 }}>
        {verdict && <Outcome verdict={verdict} />}
      </div>
      {walk.error && <Alert severity="error">{walk.error}</Alert>}
      {error && !head && <ErrorState error={error} onRetry={() => void refetch()} />}
      {head && head.unsealedSeconds > LATE_SECONDS && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          {plural(
            head.unsealed,
            {
              one: '{count} entry is not chained yet, for {seconds} seconds. Is the worker running?',
              other:
                '{count} entries are not chained yet, the oldest for {seconds} seconds. Is the worker running?',
            },
            { seconds: head.unsealedSeconds },
          )}
        </Alert>
      )}
      {head && head.seq > 0 && (
        <Box sx={{ mt: 1.5, color: 'text.secondary', fontSize: '0.88rem' }}>
          {t(
            'Head of the chain. Keep a copy elsewhere to show later that no earlier entry was changed or removed.',
          )}
          <div>
            <CopyText text={`${head.seq}:${head.hash}`} label={t('head of the chain')} />
          </div>
        </Box>
      )}
    </Panel>
  );
}

function Outcome({ verdict: { ok, rows, head, firstBad } }: { verdict: AuditVerdict }) {
  if (ok)
    return (
      <Alert severity="success">
        {head.unsealed > 0
          ? t('All {chained} chained entries are intact; the latest {latest} are not chained yet.', {
              chained: head.seq,
              latest: rows - head.seq,
            })
          : plural(head.seq, {
              one: 'All {count} chained entries are intact.',
              other: 'All {count} chained entries are intact.',
            })}
      </Alert>
    );
  return (
    <Alert severity="error">
      {tamperedText(firstBad?.seq ?? null, firstBad?.problem ?? t('unknown problem'))}{' '}
      {firstBad?.entryId && (
        <RowLink resource="audit" id={firstBad.entryId}>
          {t('Open the entry')}
        </RowLink>
      )}
    </Alert>
  );
}

const tamperedText = (seq: number | null, problem: string): string =>
  seq === null
    ? t('The audit log was tampered with: {problem}.', { problem })
    : t('The audit log was tampered with, at entry {seq}: {problem}.', { seq: String(seq), problem });
