import type { Knex } from 'knex';
import type { Settings } from '../base/settings.ts';
import type { Staff } from '../models/Staff.ts';

export interface FirstStaff {
  email: string;
  /** Only if it was generated now; it cannot be shown again. */
  password: string | null;
  /** Only while no one has joined: with it the first admin chooses name and password. It replaces earlier ones. */
  invitation: { link: string; expiresAt: Date } | null;
}

/** Sees to the first admin if there are no staff accounts yet. */
export async function ensureFirstStaff(settings: Settings, knex: Knex): Promise<FirstStaff> {
  const staff = () => knex<Pick<Staff, 'email' | 'role' | 'deactivatedAt' | 'createdAt'>>('staff');
  if ((await staff().first('email')) === undefined) {
    // Loaded when it is needed, once in the life of a desk: a start that finds its accounts does without all commands.
    const { makeFirstStaff } = await import('./makeFirstStaff.ts');
    return await makeFirstStaff(settings, knex);
  }
  const admin = await staff()
    .where({ role: 'admin' })
    .whereNull('deactivatedAt')
    .orderBy('createdAt')
    .first('email');
  return { email: admin?.email ?? settings.firstStaff.email, password: null, invitation: null };
}
