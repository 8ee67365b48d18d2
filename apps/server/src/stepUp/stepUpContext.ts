import type { Knex } from 'knex';
import type { PasswordHasher } from '../auth/passwordHasher.ts';
import type { DecryptionKey } from '../auth/oneTimeCodes.ts';
import type { AlarmLog } from '../auth/reportForeignRow.ts';
import type { Clock } from '../base/clock.ts';

/** The part of `AppContext` that verifying a second factor needs. */
export interface StepUpContext {
  knex: Knex;
  /** The part of better-auth with its secrets and password hashing. */
  auth: { $context: Promise<{ secretConfig: DecryptionKey; password: Pick<PasswordHasher, 'verify'> }> };
  clock: Clock;
  settings: { publicUrl: string };
  log?: AlarmLog | undefined;
}

/** Where passkeys are valid: the browser binds them to the host, and signs the origin. */
export interface RelyingParty {
  rpId: string;
  origin: string;
}

export function relyingPartyOf(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, origin };
}
