import type { Knex } from 'knex';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { StaffInvite } from '../models/StaffInvite.ts';

/**
 * Whether somebody who used this link begins as a viewer, until an admin gives them the approved role who did not
 * have the link: it could have been kept by whoever passed it on. On a desk with the simulator no one waits where
 * there is no such admin. Links of the command line are the server's operator's.
 */
export async function needsConfirmation(
  trx: Knex.Transaction,
  ctx: Pick<AppContext, 'settings'>,
  { role, createdByStaffId }: Pick<StaffInvite, 'role' | 'createdByStaffId'>,
): Promise<boolean> {
  if (role === 'viewer' || createdByStaffId === null) return false;
  if (!ctx.settings.provider.simulated) return true;
  const other = await Staff.query(trx)
    .where({ role: 'admin' })
    .whereNull('deactivatedAt')
    .whereNot('id', createdByStaffId)
    .first();
  return other !== undefined;
}

/** Who had a link to this account that was used: its invitation, or one that reset its password. */
export async function findLinkHolders(db: Knex, staffId: string): Promise<Staff[]> {
  return await Staff.query(db).whereIn(
    'id',
    StaffInvite.query(db).where({ staffId }).whereNotNull('usedAt').select('createdByStaffId'),
  );
}
