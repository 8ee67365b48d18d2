import type { auditOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AuditEntry } from '../models/AuditEntry.ts';

export function presentAudit(e: AuditEntry): z.infer<typeof auditOutput> {
  return {
    id: e.id, action: e.action, actor: { kind: e.actorKind, id: e.actorId, name: e.actorName }, subjectKind: e.subjectKind, subjectId: e.subjectId, note: e.note, before: e.before,
    after: e.after, ipAddress: e.ipAddress, requestId: e.requestId, createdAt: e.createdAt.toISOString(),
  };
}
