import { useGetList } from 'react-admin';
import { useMay } from '../providers/permissions.ts';
import type { AuditEntry, Withdrawal } from '../providers/records.ts';
import { auditEvents } from '../records/AuditPanel.tsx';
import { type TimelineEvent, Timeline } from '../records/Timeline.tsx';
import { t } from '../texts/t.ts';

/**
 * What happened and who did it: the audit trail, or the withdrawal's own dates if the person may not read the
 * audit log.
 */
export function WithdrawalTimeline({ withdrawal }: { withdrawal: Withdrawal }) {
  const allowed = useMay()('audit.read');
  const { data } = useGetList<AuditEntry>(
    'audit',
    {
      pagination: { page: 1, perPage: 50 },
      sort: { field: 'createdAt', order: 'DESC' },
      filter: { subjectId: withdrawal.id },
    },
    { enabled: allowed },
  );
  return <Timeline events={data && data.length > 0 ? auditEvents(data) : ownEvents(withdrawal)} />;
}

function ownEvents({
  createdAt,
  approvedAt,
  rejectedAt,
  cancelledAt,
  completedAt,
}: Withdrawal): TimelineEvent[] {
  const dated: [string, string | null][] = [
    [t('Requested'), createdAt],
    [t('Approved'), approvedAt],
    [t('Rejected'), rejectedAt],
    [t('Cancelled'), cancelledAt],
    [t('Completed'), completedAt],
  ];
  return dated.flatMap(([what, at]) => (at === null ? [] : [{ key: what, at, what }]));
}
