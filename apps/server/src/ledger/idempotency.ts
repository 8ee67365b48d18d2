import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { DomainError } from '../base/domainError.ts';
import { sha256Hex } from '../base/identifiers.ts';

/** A call with an idempotency key. */
export interface IdempotentCall {
  scope: string;
  key: string;
  procedure: string;
  inputDigest: string;
  /** Called for a repeat. */
  onReplay?: (() => void) | undefined;
}

/**
 * The idempotent call of an input; null without a key. Keys of different callers never meet: an API key keeps its
 * own through rotations, because its id stays, and so does every member of staff and every user.
 */
export function idempotentCall(
  actor: Actor,
  procedure: string,
  input: { idempotencyKey?: string | undefined },
): IdempotentCall | null {
  const { idempotencyKey, ...rest } = input;
  if (idempotencyKey === undefined) return null;
  const scope = actor.id === null ? actor.kind : `${actor.kind}:${actor.id}`;
  const inputDigest = sha256Hex(canonicalJson(rest));
  return { scope, key: idempotencyKey, procedure, inputDigest, onReplay: actor.onReplay };
}

/**
 * Claims the key for a resource that this database transaction is about to create. Returns null when the key
 * is new, otherwise the id of the first result; a second caller waits until the first has committed. Refuses
 * with IDEMPOTENCY_CONFLICT when the key was used with another input.
 */
export async function claimIdempotencyKey(
  trx: Knex.Transaction,
  call: IdempotentCall | null,
  resourceId: string,
): Promise<string | null> {
  if (call === null) return null;
  const row = {
    scope: call.scope,
    key: call.key,
    procedure: call.procedure,
    input_digest: call.inputDigest,
    resource_id: resourceId,
  };
  const claimed = await trx('idempotency_keys')
    .insert(row)
    .onConflict(['scope', 'key'])
    .ignore()
    .returning('resource_id');
  if (claimed.length > 0) return null;
  const first = await trx<typeof row>('idempotency_keys').where({ scope: call.scope, key: call.key }).first();
  if (first === undefined || first.procedure !== call.procedure || first.input_digest !== call.inputDigest) {
    throw new DomainError('IDEMPOTENCY_CONFLICT', 'this idempotency key was used with another input');
  }
  call.onReplay?.();
  return first.resource_id;
}
