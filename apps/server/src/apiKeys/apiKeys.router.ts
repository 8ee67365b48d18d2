import { apiKeyCreateInput, apiKeyCreateOutput, apiKeyIdInput, apiKeyListInput, apiKeyOutput, getInput, getManyInput, listOutput } from '@paydesk/types';
import { z } from 'zod';
import { recordAudit } from '../audit/recordAudit.ts';
import { createApiKey } from '../auth/createApiKey.ts';
import { revokeApiKey } from '../auth/revokeApiKey.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { listApiKeys } from './listApiKeys.ts';
import { presentApiKey } from './presentApiKey.ts';

export const apiKeysRouter = router({
  list: permitted('apiKeys.manage').input(apiKeyListInput).output(listOutput(apiKeyOutput)).query(async ({ ctx, input }) => {
    const { rows, ...page } = await listApiKeys(ctx.desk, input);
    return { ...page, data: rows.map(presentApiKey) };
  }),
  get: permitted('apiKeys.manage').input(getInput).output(apiKeyOutput).query(async ({ ctx, input }) => {
    const apiKey = await ApiKey.query(ctx.desk.knex).findById(input.id);
    if (apiKey === undefined) throw new DomainError('NOT_FOUND', 'no such API key');
    return presentApiKey(apiKey);
  }),
  getMany: permitted('apiKeys.manage').input(getManyInput).output(z.object({ data: z.array(apiKeyOutput) })).query(async ({ ctx, input }) => ({
    data: (await ApiKey.query(ctx.desk.knex).whereIn('id', input.ids)).map(presentApiKey),
  })),
  create: permitted('apiKeys.manage').input(apiKeyCreateInput).output(apiKeyCreateOutput).mutation(async ({ ctx: { desk, actor }, input }) =>
    await transact(desk.knex, async (trx) => {
      const { apiKey, key } = await createApiKey(trx, {
        name: input.name, scopes: input.scopes, createdByStaffId: actor.id, ...(input.expiresAt !== undefined && { expiresAt: new Date(input.expiresAt) }),
      });
      await recordAudit(trx, { action: 'apiKeys.create', actor, subjectKind: 'apiKey', subjectId: apiKey.id, after: { name: input.name, scopes: input.scopes }, at: desk.clock.now() });
      return { ...presentApiKey(apiKey), key };
    })),
  revoke: permitted('apiKeys.manage').input(apiKeyIdInput).output(apiKeyOutput).mutation(async ({ ctx: { desk, actor }, input }) =>
    await transact(desk.knex, async (trx) => {
      const apiKey = await revokeApiKey(trx, { id: input.id });
      await recordAudit(trx, { action: 'apiKeys.revoke', actor, subjectKind: 'apiKey', subjectId: input.id, at: desk.clock.now() });
      return presentApiKey(apiKey);
    })),
});
