import { ActorText } from './ActorText.tsx';
import type { Moment } from './Timeline.tsx';
import { RowLink } from '../fields/RowLink.tsx';
import type { AuditEntry } from '../providers/records.ts';
import { actionWords } from './auditActions.ts';

/** Audit rows as moments of a timeline. */
export const auditMoments = (entries: readonly AuditEntry[]): Moment[] =>
  entries.map((entry) => ({
    key: entry.id,
    at: entry.createdAt,
    note: entry.note,
    what: (
      <>
        <RowLink resource="audit" id={entry.id}>
          {actionWords(entry.action)}
        </RowLink>{' '}
        by <ActorText actor={entry.actor} />
      </>
    ),
  }));
