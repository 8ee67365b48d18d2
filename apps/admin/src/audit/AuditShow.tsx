import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { ActorText } from '../fields/ActorText.tsx';
import { EmptyState } from '../fields/EmptyState.tsx';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Columns } from '../layout/Columns.tsx';
import { PageHeader } from '../layout/PageHeader.tsx';
import { ShowPage } from '../layout/ShowPage.tsx';
import type { AuditEntry } from '../providers/wire.ts';
import { actionWords } from './actionWords.ts';
import { changes } from './changes.ts';
import { SubjectLink } from './SubjectLink.tsx';

/** One recorded action, with the state before and after it. */
export const AuditShow = () => (
  <ShowPage<AuditEntry> resource="audit">
    {(entry) => (
      <>
        <PageHeader title={actionWords(entry.action)} hint={<>by <ActorText actor={entry.actor} />, <TimeText at={entry.createdAt} /></>} />
        <Columns
          main={<Panel title="Before and after" flush><Diff entry={entry} /></Panel>}
          side={
            <Panel title="Details">
              <Facts
                facts={[
                  ['Action', <span key="action" className="mono">{entry.action}</span>],
                  ['What', <SubjectLink key="what" entry={entry} />],
                  ['Note', entry.note],
                  ['From', entry.ipAddress],
                  ['Request', entry.requestId && <span key="request" className="mono">{entry.requestId}</span>],
                  ['Subject id', entry.subjectId && <span key="subject" className="mono">{entry.subjectId}</span>],
                ]}
              />
            </Panel>
          }
        />
      </>
    )}
  </ShowPage>
);

function Diff({ entry }: { entry: AuditEntry }) {
  const rows = changes(entry.before, entry.after);
  if (rows.length === 0) return <EmptyState title="This action recorded no fields." />;
  return (
    <Table size="small" aria-label="Before and after">
      <TableHead>
        <TableRow><TableCell>Field</TableCell><TableCell>Before</TableCell><TableCell>After</TableCell></TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ field, before, after, changed }) => (
          <TableRow key={field} sx={changed ? undefined : { '& > *': { color: 'text.secondary' } }}>
            <TableCell component="th" scope="row">{field}</TableCell>
            <TableCell><Value text={before} kind={changed && before !== '–' ? 'del' : 'span'} /></TableCell>
            <TableCell><Value text={after} kind={changed ? 'ins' : 'span'} /></TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const Value = ({ text, kind }: { text: string; kind: 'del' | 'ins' | 'span' }) => (
  <Box component={kind} sx={{ overflowWrap: 'anywhere', textDecoration: kind === 'del' ? 'line-through' : 'none', fontWeight: kind === 'ins' ? 650 : 400 }}>{text}</Box>
);
