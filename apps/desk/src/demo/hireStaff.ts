import type { StaffRole } from '@paydesk/types';
import {
  type Actor,
  type AppContext,
  createApiKey,
  createStaff,
  recordAudit,
  Staff,
  systemActor,
} from '@paydesk/server/domain';
import type { Login, Stage } from './stage.ts';

/**
 * The people of the demo, and the API key of its shop. Nobody learns their passwords or the key, but that of
 * the one who sends: whoever tries the desk out can be a second person with it. An admin who is there already
 * does what only an admin may.
 */
export async function hireStaff(
  ctx: AppContext,
): Promise<Pick<Stage, 'shop' | 'operator' | 'approvers' | 'payer' | 'admin' | 'colleague'>> {
  const [nadia, oskar, tomas, mei] = await Promise.all([
    hire(ctx, 'Nadia Rahman', 'approver'),
    hire(ctx, 'Oskar Lind', 'approver'),
    hire(ctx, 'Tomas Weber', 'approver'),
    hire(ctx, 'Mei Tan', 'operator'),
  ]);
  const { apiKey } = await createApiKey(ctx.knex, {
    name: 'Demo shop',
    createdByStaffId: null,
    scopes: [
      'payments.read',
      'payments.create',
      'transactions.charge',
      'transactions.refund',
      'transactions.bonus',
      'transactions.fee',
      'withdrawals.create',
      'users.write',
    ],
  });
  const admin = await Staff.query(ctx.knex)
    .where({ role: 'admin' })
    .whereNull('deactivatedAt')
    .orderBy('createdAt')
    .first();
  const shop: Actor = { kind: 'service', id: apiKey.id, name: apiKey.name };
  return {
    shop,
    operator: mei.actor,
    approvers: [nadia.actor, oskar.actor],
    payer: tomas.actor,
    admin: admin === undefined ? nadia.actor : actorOf(admin),
    colleague: tomas.login,
  };
}

async function hire(
  ctx: AppContext,
  name: string,
  role: StaffRole,
): Promise<{ actor: Actor; login: Login | null }> {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
  // A fill that broke off before its first customer may be tried again.
  const known = await Staff.query(ctx.knex).findOne({ email });
  if (known !== undefined) return { actor: actorOf(known), login: null };
  const { staff, generatedPassword } = await createStaff(ctx.knex, ctx.auth, { email, name, role });
  const at = new Date();
  await recordAudit(ctx.knex, {
    action: 'staff.create',
    actor: systemActor('demo'),
    subjectKind: 'staff',
    subjectId: staff.id,
    after: { email, role },
    at,
  });
  return {
    actor: actorOf(staff),
    login: generatedPassword === null ? null : { email, password: generatedPassword },
  };
}

const actorOf = ({ id, name }: Staff): Actor => ({ kind: 'staff', id, name });
