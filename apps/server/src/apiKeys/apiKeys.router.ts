import {
  apiKeyCreateInput,
  apiKeyCreateOutput,
  apiKeyIdInput,
  apiKeyListInput,
  apiKeyOutput,
  apiKeyRotateInput,
  apiKeySetAllowedAddressesInput,
  getInput,
  getManyInput,
  listOutput,
} from '@paydesk/types';
import { z } from 'zod';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { createApiKey } from '../auth/createApiKey.ts';
import { findApiKey } from '../auth/findApiKey.ts';
import { revokeApiKey } from '../auth/revokeApiKey.ts';
import { rotateApiKey } from '../auth/rotateApiKey.ts';
import { setAllowedAddresses } from '../auth/setAllowedAddresses.ts';
import { transact } from '../db/transact.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { listApiKeys } from './listApiKeys.ts';
import { presentApiKey } from './presentApiKey.ts';

export const apiKeysRouter = router({
  list: permitted('apiKeys.manage')
    .input(apiKeyListInput)
    .output(listOutput(apiKeyOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listApiKeys(ctx.app, input);
      return { ...page, data: rows.map(presentApiKey) };
    }),
  get: permitted('apiKeys.manage')
    .input(getInput)
    .output(apiKeyOutput)
    .query(async ({ ctx, input }) => presentApiKey(await findApiKey(ctx.app.knex, input.id))),
  getMany: permitted('apiKeys.manage')
    .input(getManyInput)
    .output(z.object({ data: z.array(apiKeyOutput) }))
    .query(async ({ ctx, input }) => ({
      data: (await ApiKey.query(ctx.app.knex).whereIn('id', input.ids).withGraphFetched('secrets')).map(
        presentApiKey,
      ),
    })),
  create: permitted('apiKeys.manage')
    .input(apiKeyCreateInput)
    .output(apiKeyCreateOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) =>
        await transact(app.knex, async (trx) => {
          const { apiKey, key } = await createApiKey(trx, {
            ...input,
            createdByStaffId: actor.id,
            expiresAt: input.expiresAt === undefined ? undefined : new Date(input.expiresAt),
          });
          const after = {
            name: input.name,
            scopes: input.scopes,
            expiresAt: input.expiresAt ?? null,
            allowedAddresses: apiKey.allowedAddresses,
          };
          await recordAudit(trx, {
            action: 'apiKeys.create',
            actor,
            subjectKind: 'apiKey',
            subjectId: apiKey.id,
            after,
            at: app.clock.now(),
          });
          return { ...presentApiKey(apiKey), key };
        }),
    ),
  rotate: permitted('apiKeys.manage')
    .input(apiKeyRotateInput)
    .output(apiKeyCreateOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) =>
        await transact(app.knex, async (trx) => {
          const { apiKey, key } = await rotateApiKey(trx, input);
          const shown = presentApiKey(apiKey);
          const after = { prefix: shown.prefix, overlapHours: input.overlapHours };
          await recordAudit(trx, {
            action: 'apiKeys.rotate',
            actor,
            subjectKind: 'apiKey',
            subjectId: input.id,
            before: { prefix: shown.secrets[1]?.prefix },
            after,
            at: app.clock.now(),
          });
          return { ...shown, key };
        }),
    ),
  setAllowedAddresses: permitted('apiKeys.manage')
    .input(apiKeySetAllowedAddressesInput)
    .output(apiKeyOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) =>
        await transact(app.knex, async (trx) => {
          const { before, apiKey } = await setAllowedAddresses(trx, input);
          await recordAudit(trx, {
            action: 'apiKeys.setAllowedAddresses',
            actor,
            subjectKind: 'apiKey',
            subjectId: input.id,
            before: { allowedAddresses: before },
            after: { allowedAddresses: apiKey.allowedAddresses },
            at: app.clock.now(),
          });
          return presentApiKey(apiKey);
        }),
    ),
  revoke: permitted('apiKeys.manage')
    .input(apiKeyIdInput)
    .output(apiKeyOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) =>
        await transact(app.knex, async (trx) => {
          const apiKey = await revokeApiKey(trx, { id: input.id });
          await recordAudit(trx, {
            action: 'apiKeys.revoke',
            actor,
            subjectKind: 'apiKey',
            subjectId: input.id,
            at: app.clock.now(),
          });
          return presentApiKey(apiKey);
        }),
    ),
});
