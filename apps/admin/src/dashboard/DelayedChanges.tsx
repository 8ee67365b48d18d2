import { Alert, Box } from '@mui/material';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Summary } from '../providers/records.ts';
import { CancelChangeButton } from '../records/CancelChangeButton.tsx';
import { useServerSentence } from '../texts/serverSentence.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

/** Changes that take effect by themselves after a delay, unless someone cancels them. */
export function DelayedChanges({ changes }: { changes: Summary['changeRequests']['delayed'] }) {
  const written = useServerSentence();
  const mayCancel = useMay()('changeRequests.decide');
  return changes.map((change) => (
    <Alert key={change.id} severity="warning" sx={{ mb: 2, '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, justifyContent: 'space-between' }}>
        <Box sx={{ minWidth: 0, flex: '1 1 260px' }}>
          <RowLink resource="changeRequests" id={change.id} wrap>
            {written(change.summary)}
          </RowLink>
          <div>
            <Rich
              text={t(
                'Takes effect <time></time> without another person’s approval. Requested by <maker></maker>. If you do not expect it, cancel it now.',
              )}
              tags={{ time: () => <TimeText at={change.notBefore} />, maker: () => change.makerName }}
            />
          </div>
        </Box>
        {mayCancel && <CancelChangeButton request={change} makerName={change.makerName} />}
      </Box>
    </Alert>
  ));
}
