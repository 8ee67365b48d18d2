import { idSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { addApiKeySecret } from './addApiKeySecret.ts';
import { findApiKey } from './findApiKey.ts';

/** Secrets that may live side by side; whoever needs more has lost count of where the key is used. */
const MOST_LIVE_SECRETS = 5;

/**
 * Gives a key a new secret. The present ones go on working for `overlapHours` (or to their own earlier end),
 * and are then refused. The key stays the same: its id, and so the app's name in the books and its
 * idempotency keys.
 *
 * @returns the row with its secrets, and the new secret itself: the only time that it can be shown
 * @throws DomainError `NOT_FOUND`, `ILLEGAL_TRANSITION` (revoked or expired; too many secrets still live)
 */
export async function rotateApiKey(
  trx: Knex.Transaction,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<{ apiKey: ApiKey; key: string }> {
  const locked = idSchema.safeParse(id).success
    ? await ApiKey.query(trx).findById(id).forUpdate()
    : undefined;
  if (locked === undefined) throw new DomainError('NOT_FOUND', 'There is no such API key');
  if (locked.revokedAt !== null || (locked.expiresAt !== null && locked.expiresAt <= new Date()))
    throw new DomainError('ILLEGAL_TRANSITION', 'This API key has ended: make a new one');
  const live = await trx('api_key_secrets')
    .where({ api_key_id: id })
    .whereRaw('(ends_at is null or ends_at > now())')
    .update({ ends_at: trx.raw(`least(ends_at, now() + make_interval(hours => ?))`, [overlapHours]) });
  if (overlapHours > 0 && live >= MOST_LIVE_SECRETS) {
    throw new DomainError(
      'ILLEGAL_TRANSITION',
      `${live} secrets of this key still work: wait until one ends, or rotate without an overlap`,
    );
  }
  const { secret } = await addApiKeySecret(trx, id);
  return { apiKey: await findApiKey(trx, id), key: secret };
}
