import type { StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import { StaffInvite } from '../models/StaffInvite.ts';
import { INVITE_HOURS, newInviteToken } from './inviteToken.ts';

interface NewInvite {
  kind: 'invite' | 'reset';
  email: string;
  name: string;
  role: StaffRole;
  /** Whose password is reset. */
  staffId: string | null;
}

/** Makes a link. One that is open for the same address ends: at most one leads in. */
export async function openInvite(
  trx: Knex.Transaction,
  actor: Actor,
  invite: NewInvite,
  at: Date,
): Promise<{ invite: StaffInvite; token: string }> {
  const email = invite.email.toLowerCase();
  // Two at once for one address: the second waits here, and then ends what the first made.
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended('staff invite ' || ?, 0))`, [email]);
  await trx('staff_invites')
    .where({ email })
    .whereNull('used_at')
    .whereNull('revoked_at')
    .update({ revoked_at: at });
  const { token, hash } = newInviteToken();
  const made = await StaffInvite.query(trx).insertAndFetch({
    ...invite,
    id: newId(at),
    email,
    tokenHash: hash,
    createdByStaffId: actor.kind === 'staff' ? actor.id : null,
    createdAt: at,
    expiresAt: new Date(at.getTime() + INVITE_HOURS * 3600 * 1000),
  });
  return { invite: made, token };
}
