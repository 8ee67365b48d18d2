import { Alert, Box, Button } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../commands/useCommand.ts';
import { CopyText } from '../fields/CopyText.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { AuditVerdict } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';

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
    <Panel title="Verify">
      <p style={{ marginTop: 0 }}>
        Each entry contains the hash of the one before it. This recomputes every hash and reports the first
        entry that was changed, removed, inserted or moved.
      </p>
      <Button variant="outlined" disabled={walk.busy} onClick={() => walk.run()}>
        {walk.busy ? 'Verifying…' : 'Verify the log'}
      </Button>
      <div role="status" style={{ marginTop: 12 }}>
        {verdict && <Outcome verdict={verdict} />}
      </div>
      {walk.error && <Alert severity="error">{walk.error}</Alert>}
      {error && !head && <ErrorState error={error} onRetry={() => void refetch()} />}
      {head && head.unsealedSeconds > LATE_SECONDS && (
        <Alert
          severity="warning"
          sx={{ mt: 1 }}
        >{`${head.unsealed} entries are not chained yet, the oldest for ${head.unsealedSeconds} seconds. Is the worker running?`}</Alert>
      )}
      {head && head.seq > 0 && (
        <Box sx={{ mt: 1.5, color: 'text.secondary', fontSize: '0.88rem' }}>
          Head of the chain. Keep a copy elsewhere to prove later that no earlier entry was changed or
          removed.
          <div>
            <CopyText text={`${head.seq}:${head.hash}`} label="head of the chain" />
          </div>
        </Box>
      )}
    </Panel>
  );
}

function Outcome({ verdict: { ok, rows, head, firstBad } }: { verdict: AuditVerdict }) {
  if (ok)
    return (
      <Alert severity="success">{`All ${head.seq} chained entries are intact${head.unsealed > 0 ? `; the latest ${rows - head.seq} are not chained yet` : ''}.`}</Alert>
    );
  return (
    <Alert severity="error">
      {`The log was tampered with${firstBad?.seq === null || firstBad?.seq === undefined ? '' : `, at entry ${firstBad.seq}`}: ${firstBad?.problem ?? 'unknown problem'}. `}
      {firstBad?.entryId && (
        <RowLink resource="audit" id={firstBad.entryId}>
          Open the entry
        </RowLink>
      )}
    </Alert>
  );
}
