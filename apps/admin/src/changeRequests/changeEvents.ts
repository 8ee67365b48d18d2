import type { ChangeRequest } from '../providers/records.ts';
import type { TimelineEvent } from '../records/Timeline.tsx';
import { refusalText } from './refusalText.ts';
import { t } from '../texts/t.ts';

/** What happened to a request, for its timeline. */
export function changeEvents(request: ChangeRequest): TimelineEvent[] {
  const { maker, reason, createdAt, approvals, closedBy, appliedAt, status, expiresAt, error } = request;
  const ended = (what: string, at: string, note: string | null = null) => ({ key: what, what, at, note });
  return [
    { key: 'requested', at: createdAt, what: t('Requested by {name}', { name: maker.name }), note: reason },
    ...approvals.map(({ id, staff, createdAt: at, note }) => ({
      key: id,
      at,
      what: t('Approved by {name}', { name: staff.name }),
      note,
    })),
    ...(appliedAt === null ? [] : [ended(t('Applied'), appliedAt)]),
    ...(closedBy === null
      ? []
      : [ended(closedText(status === 'rejected', closedBy.staff?.name), closedBy.closedAt, closedBy.note)]),
    ...(status === 'expired' ? [ended(t('Expired'), expiresAt)] : []),
    ...(status === 'failed' && appliedAt === null
      ? [
          ended(
            t('Could not be applied'),
            approvals.at(-1)?.createdAt ?? createdAt,
            error === null ? null : refusalText(error),
          ),
        ]
      : []),
  ];
}

function closedText(isRejected: boolean, name: string | undefined): string {
  if (name === undefined) return isRejected ? t('Rejected by the desk') : t('Cancelled by the desk');
  return isRejected ? t('Rejected by {name}', { name }) : t('Cancelled by {name}', { name });
}
