import { RowLink } from '../fields/links.tsx';
import { permissionFor, useMay } from '../providers/permissions.ts';
import type { AuditEntry } from '../providers/records.ts';
import { subjectResource } from './subjectResource.ts';
import { subjectWords } from './subjectWords.ts';

/** What something was done to; a link for those who may look at it. */
export function SubjectLink({ entry: { subjectId, subjectKind } }: { entry: AuditEntry }) {
  const may = useMay();
  const name = subjectWords(subjectKind);
  const resource = subjectResource(subjectKind);
  const needed = resource && permissionFor(resource, 'show');
  if (subjectId === null || resource === null || (needed !== null && !may(needed)))
    return <span title={subjectId ?? undefined}>{name}</span>;
  return (
    <RowLink resource={resource} id={subjectId} title={subjectId}>{`${name} ${subjectId.slice(-8)}`}</RowLink>
  );
}
