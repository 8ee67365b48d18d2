import type { Knex } from 'knex';
import { pino } from 'pino';
import { systemActor } from '../base/actor.ts';
import type { Settings } from '../base/settings.ts';
import { createAppContext } from '../context/createAppContext.ts';
import { createAuth } from '../signIn/createAuth.ts';
import { createStaff } from '../signIn/createStaff.ts';
import type { FirstStaff } from './ensureFirstStaff.ts';
import { inviteLink } from './inviteLinks.ts';
import { inviteStaff } from './inviteStaff.ts';

/**
 * Makes the first admin of a desk without staff accounts. With the simulator the account is made at once. With a real
 * provider only if the operator has set its password; otherwise an invitation is made, so that no password is in a log.
 */
export async function makeFirstStaff(settings: Settings, knex: Knex): Promise<FirstStaff> {
  const { email, password } = settings.firstStaff;
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
