import type { auditHeadOutput, auditOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AuditHead } from '../auditChain/auditHead.ts';
import type { AuditEntry } from '../models/AuditEntry.ts';
import type { AuditSeal } from '../models/AuditEntry.ts';

/** An audit entry as sent over the wire; `seal`: its place in the chain, if it is shown. */
export function presentAudit(e: AuditEntry, seal?: AuditSeal): z.infer<typeof auditOutput> {
  return {
    id: e.id,
    action: e.action,
    actor: { kind: e.actorKind, id: e.actorId, name: e.actorName },
    subjectKind: e.subjectKind,
    subjectId: e.subjectId,
    note: e.note,
    before: e.before,
    after: e.after,
    ipAddress: e.ipAddress,
    requestId: e.requestId,
    sessionId: e.sessionId,
    userAgent: e.userAgent,
    createdAt: e.createdAt.toISOString(),
    seal:
      seal === undefined
        ? null
        : { seq: Number(seal.seq), hash: seal.hash, sealedAt: seal.sealedAt.toISOString() },
  };
}

export function presentHead(head: AuditHead): z.infer<typeof auditHeadOutput> {
  return { ...head, sealedAt: head.sealedAt?.toISOString() ?? null };
}
