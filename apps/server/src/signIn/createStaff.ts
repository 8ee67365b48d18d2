import { randomBytes } from 'node:crypto';
import { MAX_PASSWORD_LENGTH, MIN_OPERATOR_PASSWORD_LENGTH, type StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';
import { requireStrongPassword } from '../auth/requireStrongPassword.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { Staff } from '../models/Staff.ts';
import { signInserted } from '../origin/stampOrigin.ts';
import type { Auth } from './createAuth.ts';

export interface NewStaff {
  email: string;
  name: string;
  role: StaffRole;
  /** Approved, but given later: see `needsConfirmation`. */
  pendingRole?: StaffRole | null;
  /** If not given, a password of 24 characters is generated. */
  password?: string | undefined;
}

/**
 * Creates a staff account that can sign in at once.
 *
 * @param auth hashes the password as sign-in expects it
 * @returns the account, and its password if it was generated, which cannot be shown again
 * @throws DomainError `EMAIL_TAKEN`, `INVALID_INPUT` (password too short, too long or too common)
 */
export async function createStaff(
  db: Knex,
  auth: Auth,
  input: NewStaff,
): Promise<{ staff: Staff; generatedPassword: string | null }> {
  const generatedPassword = input.password === undefined ? randomBytes(18).toString('base64url') : null;
  const password = generatedPassword ?? input.password ?? '';
  // The command line and the first start pass passwords that no schema has checked.
  if (password.length < MIN_OPERATOR_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
    throw new DomainError(
      'INVALID_INPUT',
      `A password must have ${MIN_OPERATOR_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
    );
  }
  // Before the transaction, because hashing is slow.
  const passwordHash = await hashPassword(auth, password, [input.email, input.name]);
  const staff = await db.transaction((trx) => createStaffWithHash(trx, { ...input, passwordHash }));
  return { staff, generatedPassword };
}

/**
 * Creates an account whose password is already hashed.
 * @throws DomainError `EMAIL_TAKEN`
 */
export async function createStaffWithHash(
  trx: Knex.Transaction,
  {
    email,
    name,
    role,
    pendingRole = null,
    passwordHash,
  }: Omit<NewStaff, 'password'> & { passwordHash: string },
): Promise<Staff> {
  const id = newId();
  // A conflict inserts nothing and raises no error, so the caller's transaction stays usable.
  const [row] = await trx('staff')
    .insert({ id, email: email.toLowerCase(), name, role, pending_role: pendingRole })
    .onConflict('email')
    .ignore()
    .returning<{ id: string }[]>('id');
  if (!row) throw new DomainError('EMAIL_TAKEN', 'This e-mail address already belongs to a member of staff');
  const accountId = newId();
  await trx('staff_accounts').insert({
    id: accountId,
    staff_id: id,
    account_id: id,
    provider_id: 'credential',
    password: passwordHash,
  });
  await signInserted(trx, 'account', accountId);
  await signInserted(trx, 'staff', id);
  return await Staff.query(trx).findById(id).throwIfNotFound();
}

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
