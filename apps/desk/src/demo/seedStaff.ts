import type { StaffRole } from '@paydesk/types';
import {
  type Actor,
  type AppContext,
  createStaff,
  insertApiKey,
  recordAudit,
  Staff,
  systemActor,
} from '@paydesk/server/domain';
import type { DemoContext, Login } from './demoContext.ts';

/**
 * Creates the staff of the demo and the API key of its shop. Passwords and key are thrown away, except for
 * the payer's: with it, one visitor can act as two people. An existing admin does what only an admin may.
 */
export async function seedStaff(
  ctx: AppContext,
): Promise<Pick<DemoContext, 'shop' | 'operator' | 'approvers' | 'payer' | 'admin' | 'colleague'>> {
  const [nadia, oskar, tomas, mei] = await Promise.all([
    seedMember(ctx, 'Nadia Rahman', 'approver'),
    seedMember(ctx, 'Oskar Lind', 'approver'),
    seedMember(ctx, 'Tomas Weber', 'approver'),
    seedMember(ctx, 'Mei Tan', 'operator'),
  ]);
  const { apiKey } = await insertApiKey(ctx.knex, {
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

async function seedMember(
  ctx: AppContext,
  name: string,
  role: StaffRole,
): Promise<{ actor: Actor; login: Login | null }> {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
  // Demo data that failed before its first customer may be created again.
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
