import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { proofToInsert } from '../origin/stampOrigin.ts';

/** Time allowed to create a passkey, in seconds. */
export const REGISTRATION_SECONDS = 300;

/**
 * A new random challenge for this person, base64url. It is stored with the pending sign-ins: deactivating the
 * person ends it, and it is purged like them.
 */
export async function startRegistration(db: Knex, staffId: string, now: Date): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  const row = {
    id: newId(now),
    identifier: identifierOf(challenge),
    value: staffId,
    expiresAt: new Date(now.getTime() + REGISTRATION_SECONDS * 1000),
  };
  const { expiresAt, ...columns } = row;
  await db('staff_verifications').insert({
    ...columns,
    expires_at: expiresAt,
    origin_mac: proofToInsert(db, 'pending_sign_in', row),
  });
  return challenge;
}

/** Consumes the challenge: true for exactly one caller, if it belongs to this person and has not expired. */
export async function consumeRegistration(
  db: Knex,
  challenge: string,
  staffId: string,
  now: Date,
): Promise<boolean> {
  return (
    (await db('staff_verifications')
      .where({ identifier: identifierOf(challenge), value: staffId })
      .where('expires_at', '>', now)
      .delete()) === 1
  );
}

const identifierOf = (challenge: string): string => `new-passkey-${challenge}`;
