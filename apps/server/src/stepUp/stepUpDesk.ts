import type { Knex } from 'knex';
import type { Auth } from '../auth/createAuth.ts';
import type { Clock } from '../base/clock.ts';

/** As much of a desk as a second factor needs. */
export interface StepUpDesk {
  knex: Knex;
  auth: Auth;
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
