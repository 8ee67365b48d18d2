import type { ChangeRequest } from '../providers/records.ts';
import type { TimelineEvent } from '../records/Timeline.tsx';
import { refusalText } from './refusalText.ts';

/** What happened to a request, for its timeline. */
export function changeEvents(request: ChangeRequest): TimelineEvent[] {
  const { maker, reason, createdAt, approvals, closedBy, appliedAt, status, expiresAt, error } = request;
  const ended = (what: string, at: string, note: string | null = null) => ({ key: what, what, at, note });
  return [
    { key: 'requested', at: createdAt, what: `Requested by ${maker.name}`, note: reason },
    ...approvals.map(({ id, staff, createdAt: at, note }) => ({
      key: id,
      at,
      what: `Approved by ${staff.name}`,
      note,
    })),
    ...(appliedAt === null ? [] : [ended('Applied', appliedAt)]),
    ...(closedBy === null
      ? []
      : [
          ended(
            `${status === 'rejected' ? 'Rejected' : 'Cancelled'} by ${closedBy.staff?.name ?? 'the desk'}`,
            closedBy.closedAt,
            closedBy.note,
          ),
        ]),
    ...(status === 'expired' ? [ended('Expired', expiresAt)] : []),
    ...(status === 'failed' && appliedAt === null
      ? [
          ended(
            'Could not be applied',
            approvals.at(-1)?.createdAt ?? createdAt,
            error === null ? null : refusalText(error),
          ),
        ]
      : []),
  ];
}
