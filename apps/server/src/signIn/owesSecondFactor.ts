import type { StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';

/**
 * Whether somebody's role demands a second factor while they have none. For those without an authenticator
 * app: passkeys are looked up here.
 */
export async function owesSecondFactor(
  db: Knex,
  { staffId, role }: { staffId: string; role: StaffRole },
): Promise<boolean> {
  const owed = await db('staff_rules')
    .where({ role, second_factor_required: true })
    .whereNotExists(db('staff_passkeys').where({ staff_id: staffId }).whereNull('removed_at'))
    .first<{ role: string } | undefined>('role');
  return owed !== undefined;
}
