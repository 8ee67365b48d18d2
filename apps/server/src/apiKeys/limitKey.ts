import { LIMITED_SCOPES, type KeyLimit, type LimitedScope } from '@paydesk/types';
import { countAmount } from '../auth/countAmount.ts';
import type { Admit } from '../base/admit.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { ApiKey } from '../models/ApiKey.ts';

/**
 * Counts what an app moves under the limits of its key, and what users request with the tokens that it created. Null:
 * the call has no limit. It refuses with KEY_LIMIT_EXCEEDED, and throws when there is no such key.
 */
export async function limitKey(
  ctx: AppContext,
  { path, apiKeyId }: { path: string; apiKeyId: string },
): Promise<Admit | null> {
  const scope = LIMITED_SCOPES.find((limited) => limited === path);
  if (scope === undefined) return null;
  const limit = (await ApiKey.query(ctx.knex).findById(apiKeyId).throwIfNotFound()).limits[scope];
  if (!limit) return null;
  return async (trx, posted) => {
    if (posted === undefined) throw new Error(`${path} did not name what it moves`);
    const counted = { table: 'api_key_uses', ownerId: apiKeyId, action: scope, of: 'thisAction' } as const;
    if (await countAmount(trx, { ...counted, ...limit }, posted)) return;
    ctx.log.warn({ apiKeyId, scope, amountUsd: posted.amountUsd }, 'an API key has reached a limit');
    throw limitExceeded(scope, limit);
  };
}

const limitExceeded = (scope: LimitedScope, { callUsd, dayUsd }: KeyLimit) =>
  new DomainError(
    'KEY_LIMIT_EXCEEDED',
    `this API key may use ${scope} for ${callUsd ?? 'any amount'} USD a call and ${dayUsd ?? 'any amount'} USD in 24 hours`,
    { scope, callUsd, dayUsd },
  );
