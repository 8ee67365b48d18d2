import { statusLabel } from '@paydesk/types/rules';
import { RowLink } from '../fields/RowLink.tsx';
import type { AuditEntry } from '../providers/wire.ts';
import { subjectResource } from './subjectResource.ts';

/** What something was done to. */
export function SubjectLink({ entry }: { entry: AuditEntry }) {
  const name = entry.subjectKind === 'apiKey' ? 'API key' : statusLabel(entry.subjectKind);
  const resource = subjectResource(entry.subjectKind);
  if (entry.subjectId === null || resource === null || resource === 'staff' || resource === 'apiKeys') return <span title={entry.subjectId ?? undefined}>{name}</span>;
  return <RowLink resource={resource} id={entry.subjectId} title={entry.subjectId}>{`${name} ${entry.subjectId.slice(-8)}`}</RowLink>;
}
