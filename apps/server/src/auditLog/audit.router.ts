import { auditListInput, auditOutput, getInput, getManyInput, listOutput } from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { listAudit } from './listAudit.ts';
import { presentAudit } from './presentAudit.ts';

export const auditRouter = router({
  list: permitted('audit.read').input(auditListInput).output(listOutput(auditOutput)).query(async ({ ctx, input }) => {
    const { rows, ...page } = await listAudit(ctx.desk, input);
    return { ...page, data: rows.map(presentAudit) };
  }),
  get: permitted('audit.read').input(getInput).output(auditOutput).query(async ({ ctx, input }) => {
    const entry = await AuditEntry.query(ctx.desk.knex).findById(input.id);
    if (entry === undefined) throw new DomainError('NOT_FOUND', 'no such audit entry');
    return presentAudit(entry);
  }),
  getMany: permitted('audit.read').input(getManyInput).output(z.object({ data: z.array(auditOutput) })).query(async ({ ctx, input }) => ({
    data: (await AuditEntry.query(ctx.desk.knex).whereIn('id', input.ids)).map(presentAudit),
  })),
});
