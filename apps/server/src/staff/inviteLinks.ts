import { randomBytes } from 'node:crypto';
import type { StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId, sha256Hex } from '../base/identifiers.ts';
import { findForeign } from '../origin/checkOrigin.ts';
import { StaffInvite } from '../models/StaffInvite.ts';

/** Validity of a link, in hours. */
const INVITE_HOURS = 72;
/** One that was printed on the server: its terminal and its log may be read by others. */
const PRINTED_INVITE_HOURS = 24;

const tokenPattern = /^in_[A-Za-z0-9_-]{43}$/;

export interface NewInvite {
  kind: 'invite' | 'reset';
  email: string;
  name: string;
  role: StaffRole;
  /** Whose password is reset. */
  staffId: string | null;
  /** The link was shown to no one: this person collects it once, by `staff.reissueInvite`. */
  linkDueToStaffId?: string | null;
}

export interface LinkDelivery {
  /** The link is not shown now: the actor collects it later. For requests that another person approved. */
  collectLater?: boolean | undefined;
}

export const linkDue = (actor: Actor, { collectLater = false }: LinkDelivery): string | null =>
  collectLater && actor.kind === 'staff' ? actor.id : null;

/** A link that was just created. Its token cannot be shown again. */
export interface IssuedInvite {
  invite: StaffInvite;
  token: string;
}

/** Creates a link, and revokes the open one for the same address: at most one is valid. */
export async function issueInvite(
  trx: Knex.Transaction,
  actor: Actor,
  invite: NewInvite,
  at: Date,
): Promise<IssuedInvite> {
  const email = invite.email.toLowerCase();
  // Of two concurrent calls for one address the second waits here, and then revokes the first one's link.
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended('staff invite ' || ?, 0))`, [email]);
  await trx('staff_invites')
    .where({ email })
    .whereNull('used_at')
    .whereNull('revoked_at')
    .update({ revoked_at: at });
  const token = `in_${randomBytes(32).toString('base64url')}`;
  const hours = actor.kind === 'staff' ? INVITE_HOURS : PRINTED_INVITE_HOURS;
  const issued = await StaffInvite.query(trx).insertAndFetch({
    ...invite,
    id: newId(at),
    email,
    tokenHash: sha256Hex(token),
    createdByStaffId: actor.kind === 'staff' ? actor.id : null,
    createdAt: at,
    expiresAt: new Date(at.getTime() + hours * 3600 * 1000),
  });
  return { invite: issued, token };
}

/** The link itself. The token is in the fragment (`#`), so that no server, proxy or log ever sees it. */
export const inviteLink = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}/#/invite/${token}`;

/**
 * The open invitation that a token belongs to. The error says why a link does not work.
 * @throws DomainError `INVITE_INVALID`
 */
export async function findOpenInvite(
  db: Knex,
  token: string,
  at: Date,
  { lock }: { lock: boolean } = { lock: false },
): Promise<StaffInvite> {
  const query = StaffInvite.query(db).findOne({ tokenHash: sha256Hex(token) });
  const invite = tokenPattern.test(token) ? await (lock ? query.forUpdate() : query) : undefined;
  if (invite === undefined)
    throw new DomainError('INVITE_INVALID', 'This is not a link of this desk. Was it copied completely?');
  if ((await findForeign(db, 'invite', { sql: 'id = :id', bindings: { id: invite.id } })) !== null)
    throw new DomainError(
      'INVITE_INVALID',
      'The desk did not make this link: someone wrote to the database.',
    );
  const problem = problemOf(invite, at);
  if (problem !== null) throw new DomainError('INVITE_INVALID', problem);
  return invite;
}

function problemOf({ usedAt, revokedAt, expiresAt }: StaffInvite, at: Date): string | null {
  if (usedAt !== null) return 'This link was already used. If that was not you, contact an admin at once.';
  if (revokedAt !== null)
    return 'This link was revoked, or a newer one was created. Ask an admin for a new one.';
  if (expiresAt <= at) return 'This link has expired. Ask an admin for a new one.';
  return null;
}
