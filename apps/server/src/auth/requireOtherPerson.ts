import { ROLE_PERMISSIONS, STAFF_ROLES, type Permission } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { Settings } from '../base/settings.ts';
import { Staff } from '../models/Staff.ts';

interface Stopped {
  stoppedById: string | null;
  /** What starting it again needs. */
  permission: Permission;
  /** For the message: `froze this user`. */
  what: string;
}

/**
 * What one person has stopped another person starts again, so that a stop is looked at by two. A person without such
 * a colleague is not locked out: their second factor and note are enough. With the simulator no one waits.
 * @throws DomainError `SAME_PERSON`
 */
export async function requireOtherPerson(
  trx: Knex.Transaction,
  { settings }: { settings: { provider: Pick<Settings['provider'], 'simulated'> } },
  actor: Actor,
  { stoppedById, permission, what }: Stopped,
): Promise<void> {
  if (settings.provider.simulated || actor.kind !== 'staff' || stoppedById !== actor.id) return;
  const other = await Staff.query(trx)
    .whereIn(
      'role',
      STAFF_ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission)),
    )
    .whereNull('deactivatedAt')
    .whereNot('id', actor.id ?? '')
    .first();
  if (other !== undefined)
    throw new DomainError('SAME_PERSON', `You ${what}: another person has to undo it.`);
}

export const staffIdOf = ({ kind, id }: Actor): string | null => (kind === 'staff' ? id : null);
