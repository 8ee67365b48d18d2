import {
  apiKeyCreateInput,
  apiKeyRotateInput,
  apiKeySetAllowedAddressesInput,
  hasMoneyScope,
} from '@paydesk/types';
import { createApiKeyToCollect, expiryOf } from '../../apiKeys/createApiKey.ts';
import { secretDueTo } from '../../apiKeys/presentApiKey.ts';
import { allowRotation } from '../../apiKeys/rotateApiKey.ts';
import { setAllowedAddresses } from '../../apiKeys/setAllowedAddresses.ts';
import { findApiKey } from '../../auth/apiKeys.ts';
import { actionPlan, newFact } from './facts.ts';

/** API keys that can move money. */
export const apiKeyPlans = {
  'apiKeys.create': actionPlan({
    input: apiKeyCreateInput,
    permission: 'apiKeys.manage',
    assess: (_ctx, _actor, { proof: _proof, ...input }) =>
      Promise.resolve({
        needs: hasMoneyScope(input.scopes) ? 'admin' : 'alone',
        summary: `Create the API key “${input.name}” with ${input.scopes.join(', ')}`,
        facts: Object.entries(input).map(([field, value]) => newFact(field, value)),
      }),
    async apply(ctx, maker, input) {
      const expiresAt = expiryOf(input);
      return { kind: 'apiKey', id: (await createApiKeyToCollect(ctx, maker, { ...input, expiresAt })).id };
    },
  }),
  'apiKeys.rotate': actionPlan({
    input: apiKeyRotateInput,
    permission: 'apiKeys.manage',
    async assess(ctx, actor, { id, overlapHours }) {
      const key = await findApiKey(ctx.knex, id);
      const mayCollect = actor.id !== null && secretDueTo(key) === actor.id;
      return {
        needs: hasMoneyScope(key.scopes) && !mayCollect ? 'admin' : 'alone',
        summary: `Give the API key “${key.name}” a new secret`,
        facts: [newFact('Hours that the old secret stays valid', overlapHours)],
        subject: { kind: 'apiKey', id },
      };
    },
    async apply(ctx, maker, { id }) {
      await allowRotation(ctx, maker, { id });
      return { kind: 'apiKey', id };
    },
  }),
  'apiKeys.setAllowedAddresses': actionPlan({
    input: apiKeySetAllowedAddressesInput,
    permission: 'apiKeys.manage',
    async assess(ctx, _actor, { id, allowedAddresses }) {
      const key = await findApiKey(ctx.knex, id);
      const shown = (ranges: readonly string[] | null) => ranges?.join(', ') ?? 'any address';
      return {
        needs: hasMoneyScope(key.scopes) ? 'admin' : 'alone',
        summary: `Change the addresses from which the API key “${key.name}” can be used`,
        facts: [{ label: 'Addresses', before: shown(key.allowedAddresses), after: shown(allowedAddresses) }],
        subject: { kind: 'apiKey', id },
      };
    },
    async apply(ctx, maker, input) {
      await setAllowedAddresses(ctx, maker, input);
      return { kind: 'apiKey', id: input.id };
    },
  }),
};
