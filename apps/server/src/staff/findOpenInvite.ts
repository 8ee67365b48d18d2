import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { StaffInvite } from '../models/StaffInvite.ts';
import { inviteHash } from './inviteToken.ts';

/**
 * The invitation that a link's word opens now. Whoever has the word is told why it does not.
 * @throws DomainError `INVITE_INVALID`
 */
export async function findOpenInvite(
  db: Knex,
  token: string,
  at: Date,
  lock: 'lock' | 'look' = 'look',
): Promise<StaffInvite> {
  const tokenHash = inviteHash(token);
  const query = StaffInvite.query(db).findOne({ tokenHash: tokenHash ?? '' });
  const invite = tokenHash === null ? undefined : await (lock === 'lock' ? query.forUpdate() : query);
  const problem =
    invite === undefined
      ? 'This link is not one of this desk. Was it copied in full?'
      : problemOf(invite, at);
  if (invite === undefined || problem !== null)
    throw new DomainError('INVITE_INVALID', problem ?? 'This link does not work');
  return invite;
}

function problemOf({ usedAt, revokedAt, expiresAt }: StaffInvite, at: Date): string | null {
  if (usedAt !== null) return 'This link was used already. If that was not you, tell an admin at once.';
  if (revokedAt !== null)
    return 'This link was revoked, or a newer one was made. Ask an admin for a new one.';
  if (expiresAt <= at) return 'This link has expired. Ask an admin for a new one.';
  return null;
}
