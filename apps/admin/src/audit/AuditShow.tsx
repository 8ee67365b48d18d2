import { Box, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { listPath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { EmptyState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { AuditEntry } from '../providers/records.ts';
import { browserName } from '../records/browserName.ts';
import { describeAudit } from '../records/describeAudit.ts';
import { ActorText } from '../records/people.tsx';
import { changes } from './changes.ts';
import { SubjectLink } from '../records/SubjectLink.tsx';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** One recorded action, with the state before and after it. */
export const AuditShow = () => (
  <ShowPage<AuditEntry> resource="audit">
    {(entry) => (
      <>
        <PageHeader
          title={describeAudit(entry)}
          hint={
            <Rich
              text={t('by <actor></actor>, <time></time>')}
              tags={{
                actor: () => <ActorText actor={entry.actor} />,
                time: () => <TimeText at={entry.createdAt} />,
              }}
            />
          }
        />
        <PageColumns
          main={
            <Panel title={t('Before and after')} flush>
              <Diff entry={entry} />
            </Panel>
          }
          side={
            <Panel title={t('Details')}>
              <Facts
                facts={[
                  [
                    t('Action'),
                    <span key="action" className="mono">
                      {entry.action}
                    </span>,
                  ],
                  [t('What'), <SubjectLink key="what" entry={entry} />],
                  [t('Note'), entry.note],
                  [
                    t('From address'),
                    entry.ipAddress && (
                      <TextLink key="from" to={listPath('audit', { ipAddress: entry.ipAddress })}>
                        {entry.ipAddress}
                      </TextLink>
                    ),
                  ],
                  [
                    t('Browser'),
                    entry.userAgent && (
                      <span key="browser" title={entry.userAgent}>
                        {browserName(entry.userAgent)}
                      </span>
                    ),
                  ],
                  [
                    t('Session'),
                    entry.sessionId && (
                      <span key="session" className="mono">
                        {entry.sessionId}
                      </span>
                    ),
                  ],
                  [
                    t('Request id'),
                    entry.requestId && (
                      <span key="request" className="mono">
                        {entry.requestId}
                      </span>
                    ),
                  ],
                  [
                    t('Subject id'),
                    entry.subjectId && (
                      <span key="subject" className="mono">
                        {entry.subjectId}
                      </span>
                    ),
                  ],
                  [t('Chain position'), entry.seal ? String(entry.seal.seq) : t('pending')],
                  [t('Chained'), entry.seal && <TimeText key="sealed" at={entry.seal.sealedAt} />],
                  [t('Hash'), entry.seal && <CopyText key="hash" text={entry.seal.hash} label={t('hash')} />],
                ]}
              />
              <Box sx={{ mt: 1.5, display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5 }}>
                {entry.actor.id && (
                  <TextLink to={listPath('audit', { actorId: entry.actor.id })}>
                    {t('All entries by this actor')}
                  </TextLink>
                )}
                {entry.subjectId && (
                  <TextLink to={listPath('audit', { subjectId: entry.subjectId })}>
                    {t('All entries for this subject')}
                  </TextLink>
                )}
              </Box>
            </Panel>
          }
        />
      </>
    )}
  </ShowPage>
);

function Diff({ entry }: { entry: AuditEntry }) {
  const rows = changes(entry.before, entry.after);
  if (rows.length === 0) return <EmptyState title={t('This action recorded no fields.')} />;
  return (
    <Table size="small" aria-label={t('Before and after')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('Field')}</TableCell>
          <TableCell>{t('Before')}</TableCell>
          <TableCell>{t('After')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ field, before, after, changed }) => (
          <TableRow key={field} sx={changed ? undefined : { '& > *': { color: 'text.secondary' } }}>
            <TableCell component="th" scope="row">
              {field}
            </TableCell>
            <TableCell>
              <Value text={before} kind={changed && before !== '–' ? 'del' : 'span'} />
            </TableCell>
            <TableCell>
              <Value text={after} kind={changed ? 'ins' : 'span'} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const Value = ({ text, kind }: { text: string; kind: 'del' | 'ins' | 'span' }) => (
  <Box
    component={kind}
    sx={{
      overflowWrap: 'anywhere',
      textDecoration: kind === 'del' ? 'line-through' : 'none',
      fontWeight: kind === 'ins' ? 650 : 400,
    }}
  >
    {text}
  </Box>
);
