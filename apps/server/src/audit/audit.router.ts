import {
  auditHeadOutput,
  auditListInput,
  auditOutput,
  auditVerifyOutput,
  getInput,
  getManyInput,
  listOutput,
} from '@paydesk/types';
import { z } from 'zod';
import { auditHead } from '../auditChain/auditHead.ts';
import { DomainError } from '../base/domainError.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { AuditSeal } from '../models/AuditSeal.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { listAudit } from './listAudit.ts';
import { presentAudit, presentHead } from './presentAudit.ts';
import { walkOnce } from './walkOnce.ts';

export const auditRouter = router({
  list: permitted('audit.read')
    .input(auditListInput)
    .output(listOutput(auditOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listAudit(ctx.app, input);
      return { ...page, data: rows.map((row) => presentAudit(row)) };
    }),
  get: permitted('audit.read')
    .input(getInput)
    .output(auditOutput)
    .query(async ({ ctx, input }) => {
      const entry = await AuditEntry.query(ctx.app.knex).findById(input.id);
      if (entry === undefined) throw new DomainError('NOT_FOUND', 'no such audit entry');
      return presentAudit(entry, await AuditSeal.query(ctx.app.knex).findOne({ entryId: input.id }));
    }),
  getMany: permitted('audit.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(auditOutput) }))
    .query(async ({ ctx, input }) => ({
      data: (await AuditEntry.query(ctx.app.knex).whereIn('id', input.ids)).map((row) => presentAudit(row)),
    })),
  /** Where the chain ends now: to be written down elsewhere. */
  head: permitted('audit.read')
    .output(auditHeadOutput)
    .query(async ({ ctx }) => presentHead(await auditHead(ctx.app.knex))),
  /**
   * Walks the whole chain. It changes nothing, but is no reading to be repeated at will: hence a mutation.
   */
  verify: permitted('audit.read')
    .output(auditVerifyOutput)
    .mutation(async ({ ctx }) => {
      const { rows, head, firstBad } = await walkOnce(ctx.app.knex);
      return { ok: firstBad === null, rows, head: presentHead(head), firstBad };
    }),
});
