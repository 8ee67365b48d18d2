import type { Knex } from 'knex';
import type { Auth } from './createAuth.ts';
import { requireStrongPassword } from '../auth/requireStrongPassword.ts';

/**
 * What sign-in compares a password with. Takes a tenth of a second: before a transaction, never in one.
 *
 * @param words of the account, which its password may not be made of
 * @throws DomainError `INVALID_INPUT` for a password that others would guess
 */
export async function hashPassword(
  auth: Auth,
  password: string,
  words: readonly string[] = [],
): Promise<string> {
  requireStrongPassword(password, words);
  return await (await auth.$context).password.hash(password);
}

/**
 * Gives an account another password and ends all its sessions and begun sign-ins. Its second factor stays as
 * it is.
 */
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
