import {
  apiKeyCreateInput,
  apiKeyCreateOutput,
  apiKeyIdInput,
  apiKeyListInput,
  apiKeyOutput,
  apiKeyRotateInput,
  apiKeySetAllowedAddressesInput,
} from '@paydesk/types';
import { apiKeysWithSecrets } from '../auth/apiKeys.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { createApiKey, expiryOf } from './createApiKey.ts';
import { listApiKeys } from './listApiKeys.ts';
import { presentApiKey } from './presentApiKey.ts';
import { revokeApiKey } from './revokeApiKey.ts';
import { rotateApiKey } from './rotateApiKey.ts';
import { setAllowedAddresses } from './setAllowedAddresses.ts';

const apiKeys = defineResource({
  name: 'API key',
  permission: 'apiKeys.manage',
  listInput: apiKeyListInput,
  output: apiKeyOutput,
  list: async ({ app }, input) => await listApiKeys(app, input),
  query: apiKeysWithSecrets,
  userColumn: null,
  present: (_scope, rows) => rows.map(presentApiKey),
});

/** The list, for exports. */
export const apiKeyListing = apiKeys.listing;

export const apiKeysRouter = router({
  ...apiKeys.procedures,
  create: permitted('apiKeys.manage')
    .input(apiKeyCreateInput)
    .output(apiKeyCreateOutput)
    .mutation(async ({ ctx, input }) => {
      const expiresAt = expiryOf(input);
      const { apiKey, key } = await createApiKey(ctx.app, ctx.actor, { ...input, expiresAt });
      return { ...presentApiKey(apiKey), key };
    }),
  rotate: permitted('apiKeys.manage')
    .input(apiKeyRotateInput)
    .output(apiKeyCreateOutput)
    .mutation(async ({ ctx, input }) => {
      const { apiKey, key } = await rotateApiKey(ctx.app, ctx.actor, input);
      return { ...presentApiKey(apiKey), key };
    }),
  setAllowedAddresses: apiKeys.command(
    'apiKeys.manage',
    apiKeySetAllowedAddressesInput,
    async ({ app, actor }, input) => await setAllowedAddresses(app, actor, input),
  ),
  revoke: apiKeys.command(
    'apiKeys.manage',
    apiKeyIdInput,
    async ({ app, actor }, input) => await revokeApiKey(app, actor, input),
  ),
});
