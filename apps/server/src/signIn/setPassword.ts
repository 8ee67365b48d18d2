import type { Knex } from 'knex';
import type { Auth } from './createAuth.ts';
import { requireStrongPassword } from '../auth/requireStrongPassword.ts';

/**
 * Hashes a password for sign-in. It takes about 0.3 seconds: call it before a transaction, never inside one.
 *
 * @param words of the account, of which its password may not consist
 * @throws DomainError `INVALID_INPUT` for a weak password
 */
export async function hashPassword(
  auth: Auth,
  password: string,
  words: readonly string[] = [],
): Promise<string> {
  requireStrongPassword(password, words);
  return await (await auth.$context).password.hash(password);
}

/** Sets a new password, and ends all sessions and pending sign-ins of the account. The second factor stays. */
export async function setPassword(
  trx: Knex.Transaction,
  { staffId, passwordHash, at }: { staffId: string; passwordHash: string; at: Date },
): Promise<void> {
  await trx('staff_accounts')
    .where({ staff_id: staffId, provider_id: 'credential' })
    .update({ password: passwordHash, updated_at: at });
  await trx('staff_sessions').where({ staff_id: staffId }).delete();
  await trx('staff_verifications').where({ value: staffId }).delete();
}
