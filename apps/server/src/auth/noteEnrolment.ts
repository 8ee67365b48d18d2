import type { Knex } from 'knex';
import { recordAudit } from '../audit/recordAudit.ts';

interface EnrolledStaff {
  id: string;
  name: string;
  twoFactorEnabled?: unknown;
}

/** Whenever better-auth has changed a member of staff: it does so only to turn the second factor on. */
export async function noteEnrolment(knex: Knex, staff: EnrolledStaff, ipAddress: string | null): Promise<void> {
  if (staff.twoFactorEnabled !== true) return;
  await recordAudit(knex, { action: 'security.enableTotp', actor: { kind: 'staff', id: staff.id, name: staff.name, ipAddress }, subjectKind: 'staff', subjectId: staff.id, at: new Date() });
}
