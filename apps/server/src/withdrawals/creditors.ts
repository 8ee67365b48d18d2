import type { PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';

/**
 * The ids of the staff who made or approved a credit to the user within the policy's days before the withdrawal was
 * requested: solo credits, attested payments, credits from suspense and what was approved as a change request. The
 * database refuses the same people (`require_no_creditor`).
 */
export async function findCreditors(
  db: Knex,
  { userId, createdAt }: { userId: string; createdAt: Date | string },
  { creditorDays }: Pick<PolicyRules, 'creditorDays'>,
): Promise<string[]> {
  if (creditorDays === 0) return [];
  const { rows } = await db.raw<{ rows: { staff_id: string }[] }>(
    'select staff_id from creditors_of(:userId, :createdAt::timestamptz, :creditorDays)',
    { userId, createdAt, creditorDays },
  );
  return rows.map(({ staff_id }) => staff_id);
}
