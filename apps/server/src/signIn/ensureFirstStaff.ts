import type { Knex } from 'knex';
import { createAuth } from './createAuth.ts';
import { createStaff } from './createStaff.ts';
import type { Settings } from '../base/settings.ts';
import { Staff } from '../models/Staff.ts';

/**
 * Creates the first admin if there are no staff accounts yet. `password` is not null only if it was generated
 * now; it cannot be shown again.
 */
export async function ensureFirstStaff(
  settings: Settings,
  knex: Knex,
): Promise<{ email: string; password: string | null }> {
  const { email, password } = settings.firstStaff;
  if ((await Staff.query(knex).resultSize()) > 0)
    return { email: (await firstAdmin(knex)) ?? email, password: null };
  const auth = createAuth({ knex, secret: settings.secret, publicUrl: settings.publicUrl });
  const { generatedPassword } = await createStaff(knex, auth, {
    email,
    name: 'Desk admin',
    role: 'admin',
    ...(password !== null && { password }),
  });
  return { email, password: generatedPassword };
}

async function firstAdmin(knex: Knex): Promise<string | undefined> {
  return (
    await Staff.query(knex).where({ role: 'admin' }).whereNull('deactivatedAt').orderBy('createdAt').first()
  )?.email;
}
