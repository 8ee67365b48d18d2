import { useGetList } from 'react-admin';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { useMay } from '../providers/permissions.ts';
import type { AuditEntry } from '../providers/records.ts';
import { describeAudit } from './describeAudit.ts';
import { ActorText } from './people.tsx';
import { type TimelineEvent, Timeline } from './Timeline.tsx';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** What people did to the record on the page; absent without the permission, and when there is nothing to show. */
export function AuditPanel({ subjectId }: { subjectId: string }) {
  const allowed = useMay()('audit.read');
  const { data } = useGetList<AuditEntry>(
    'audit',
    {
      pagination: { page: 1, perPage: 25 },
      sort: { field: 'createdAt', order: 'DESC' },
      filter: { subjectId },
    },
    { enabled: allowed },
  );
  if (!data || data.length === 0) return null;
  return (
    <Panel title={t('Who did what')}>
      <Timeline events={auditEvents(data)} />
    </Panel>
  );
}

/** Audit rows as events of a timeline. */
export const auditEvents = (entries: readonly AuditEntry[]): TimelineEvent[] =>
  entries.map((entry) => ({
    key: entry.id,
    at: entry.createdAt,
    note: entry.note,
    what: (
      <>
        <RowLink resource="audit" id={entry.id}>
          {describeAudit(entry)}
        </RowLink>{' '}
        <Rich text={t('by <actor></actor>')} tags={{ actor: () => <ActorText actor={entry.actor} /> }} />
      </>
    ),
  }));
