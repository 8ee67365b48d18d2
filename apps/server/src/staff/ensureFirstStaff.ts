import type { Knex } from 'knex';
import { pino } from 'pino';
import { systemActor } from '../base/actor.ts';
import type { Settings } from '../base/settings.ts';
import { createAppContext } from '../context/createAppContext.ts';
import { Staff } from '../models/Staff.ts';
import { createAuth } from '../signIn/createAuth.ts';
import { createStaff } from '../signIn/createStaff.ts';
import { inviteLink } from './inviteLinks.ts';
import { inviteStaff } from './inviteStaff.ts';

export interface FirstStaff {
  email: string;
  /** Only if it was generated now; it cannot be shown again. */
  password: string | null;
  /** Only while no one has joined: with it the first admin chooses name and password. It replaces earlier ones. */
  invitation: { link: string; expiresAt: Date } | null;
}

/**
 * Sees to the first admin if there are no staff accounts yet. With the simulator the account is made at once. With a
 * real provider only if the operator has set its password; otherwise an invitation is made, so that no password is in
 * a log.
 */
export async function ensureFirstStaff(settings: Settings, knex: Knex): Promise<FirstStaff> {
  const { email, password } = settings.firstStaff;
  if ((await Staff.query(knex).resultSize()) > 0)
    return { email: (await firstAdmin(knex)) ?? email, password: null, invitation: null };
  if (!settings.provider.simulated && password === null)
    return { email, password: null, invitation: await inviteFirstAdmin(settings, knex) };
  const auth = createAuth({ knex, secret: settings.secret, publicUrl: settings.publicUrl });
  const { generatedPassword } = await createStaff(knex, auth, {
    email,
    name: 'Desk admin',
    role: 'admin',
    ...(password !== null && { password }),
  });
  return { email, password: generatedPassword, invitation: null };
}

async function firstAdmin(knex: Knex): Promise<string | undefined> {
  return (
    await Staff.query(knex).where({ role: 'admin' }).whereNull('deactivatedAt').orderBy('createdAt').first()
  )?.email;
}

async function inviteFirstAdmin(settings: Settings, knex: Knex): Promise<{ link: string; expiresAt: Date }> {
  const ctx = createAppContext(settings, knex, pino({ level: 'silent' }));
  try {
    const { invite, token } = await inviteStaff(ctx, systemActor('first start'), {
      email: settings.firstStaff.email,
      name: 'Desk admin',
      role: 'admin',
    });
    return { link: inviteLink(settings.publicUrl, token), expiresAt: invite.expiresAt };
  } finally {
    ctx.provider.close();
  }
}
