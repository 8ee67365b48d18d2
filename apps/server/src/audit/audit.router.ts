import { auditHeadOutput, auditListInput, auditOutput, auditVerifyOutput, noInput } from '@paydesk/types';
import type { z } from 'zod';
import { auditHead, type AuditHead } from '../auditChain/auditHead.ts';
import { verifyAuditOnce } from '../verify/verifyAudit.ts';
import { AuditEntry, AuditSeal } from '../models/AuditEntry.ts';
import { readerOf } from '../rowFilters/reader.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { type AuditSubject, auditSubjects } from './auditSubjects.ts';
import { listAudit } from './listAudit.ts';

const audit = defineResource({
  name: 'audit entry',
  permission: 'audit.read',
  listInput: auditListInput,
  output: auditOutput,
  list: async (scope, input) =>
    await listAudit(scope.app, input, { ...readerOf(scope), permissions: scope.principal.permissions }),
  query: (knex) => AuditEntry.query(knex),
  userColumn: null,
  async present({ app, principal }, rows) {
    const subjects = await auditSubjects(app.knex, rows, principal.permissions);
    return rows.map((row) => presentAudit(row, subjects.get(row.id) ?? null));
  },
  details: async ({ app }, row) => ({
    seal: presentSeal(await AuditSeal.query(app.knex).findOne({ entryId: row.id })),
  }),
});

/** The list, for exports. */
export const auditListing = audit.listing;

export const auditRouter = router({
  ...audit.procedures,
  /** The current end of the chain, to be stored elsewhere. */
  head: permitted('audit.read')
    .input(noInput)
    .output(auditHeadOutput)
    .query(async ({ ctx }) => presentHead(await auditHead(ctx.app.knex))),
  /** Verifies the whole chain. A mutation, because it is expensive although it changes nothing. */
  verify: permitted('audit.read')
    .input(noInput)
    .output(auditVerifyOutput)
    .mutation(async ({ ctx }) => {
      const { rows, head, firstBad } = await verifyAuditOnce(ctx.app.knex);
      return { ok: firstBad === null, rows, head: presentHead(head), firstBad };
    }),
});

/** An audit entry as sent over the wire, without its place in the chain. */
function presentAudit(e: AuditEntry, subject: AuditSubject | null): z.infer<typeof auditOutput> {
  return {
    id: e.id,
    action: e.action,
    actor: { kind: e.actorKind, id: e.actorId, name: e.actorName },
    subjectKind: e.subjectKind,
    subjectId: e.subjectId,
    subject,
    note: e.note,
    before: e.before,
    after: e.after,
    ipAddress: e.ipAddress,
    requestId: e.requestId,
    sessionId: e.sessionId,
    userAgent: e.userAgent,
    createdAt: e.createdAt.toISOString(),
    seal: null,
  };
}

function presentSeal(seal: AuditSeal | undefined): z.infer<typeof auditOutput>['seal'] {
  return seal === undefined
    ? null
    : { seq: Number(seal.seq), hash: seal.hash, sealedAt: seal.sealedAt.toISOString() };
}

function presentHead(head: AuditHead): z.infer<typeof auditHeadOutput> {
  return { ...head, sealedAt: head.sealedAt?.toISOString() ?? null };
}
