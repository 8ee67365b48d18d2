import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';

/** How long somebody may take to make a passkey, in seconds. */
export const REGISTRATION_SECONDS = 300;

/**
 * A new random challenge, kept for this person alone. Base64url. It lies among the begun sign-ins: a
 * deactivation ends it, and it is purged like them.
 */
export async function beginRegistration(db: Knex, staffId: string, now: Date): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  await db('staff_verifications').insert({
    id: newId(now),
    identifier: identifierOf(challenge),
    value: staffId,
    expires_at: new Date(now.getTime() + REGISTRATION_SECONDS * 1000),
  });
  return challenge;
}

/** Takes the challenge away: true for exactly one caller, if it is this person's and not too old. */
export async function takeRegistration(
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
