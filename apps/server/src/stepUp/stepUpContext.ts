import type { Knex } from 'knex';
import type { PasswordHasher } from '../auth/passwordHasher.ts';
import type { DecryptionKey } from '../auth/takeTotpCode.ts';
import type { Clock } from '../base/clock.ts';

/** As much of a desk as a second factor needs. */
export interface StepUpContext {
  knex: Knex;
  /** better-auth's, as far as its secrets and passwords go. */
  auth: { $context: Promise<{ secretConfig: DecryptionKey; password: Pick<PasswordHasher, 'verify'> }> };
  clock: Clock;
  settings: { publicUrl: string };
}

/** Where passkeys are good: the browser binds them to the host, and names the origin in what it signs. */
export interface RelyingParty {
  rpId: string;
  origin: string;
}

export function relyingPartyOf(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, origin };
}
