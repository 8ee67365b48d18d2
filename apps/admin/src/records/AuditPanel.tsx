import { useGetList } from 'react-admin';
import { auditMoments } from './auditMoments.tsx';
import { Panel } from '../fields/Panel.tsx';
import { Timeline } from './Timeline.tsx';
import { useMay } from '../providers/permissions.ts';
import type { AuditEntry } from '../providers/records.ts';

/**
 * What people did to the thing on the page; absent for those who may not see, or when nobody did anything.
 */
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
    <Panel title="Who did what">
      <Timeline moments={auditMoments(data)} />
    </Panel>
  );
}
