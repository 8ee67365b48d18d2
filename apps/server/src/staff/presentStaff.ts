import type { staffOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { Staff } from '../models/Staff.ts';
import { rolesThatMustEnrol } from '../stepUp/secondFactorDemand.ts';

interface Extras {
  staff_id: string;
  passkeys: string;
  last_seen_at: Date | null;
  second_factor_required: boolean;
}

/** Members of staff, with facts from other tables: passkeys, the rule of the role, the last use of a session. */
export async function presentStaff(
  ctx: AppContext,
  members: readonly Staff[],
): Promise<z.infer<typeof staffOutput>[]> {
  const { rows } = await ctx.knex.raw<{ rows: Extras[] }>(extrasOf, [members.map(({ id }) => id)]);
  const extras = new Map(rows.map((row) => [row.staff_id, row]));
  const forced = rolesThatMustEnrol(ctx.settings);
  return members.map((member) => present(member, extras.get(member.id), forced.includes(member.role)));
}

function present(s: Staff, extra: Extras | undefined, isForced: boolean): z.infer<typeof staffOutput> {
  const passkeys = Number(extra?.passkeys ?? 0);
  return {
    id: s.id,
    name: s.name,
    email: s.email,
    role: s.role,
    pendingRole: s.pendingRole,
    twoFactorEnabled: s.twoFactorEnabled === true,
    isActive: s.deactivatedAt === null,
    deactivatedAt: s.deactivatedAt?.toISOString() ?? null,
    createdAt: s.createdAt.toISOString(),
    passkeys,
    mustEnrol:
      (isForced || extra?.second_factor_required === true) && s.twoFactorEnabled !== true && passkeys === 0,
    lastSeenAt: extra?.last_seen_at?.toISOString() ?? null,
  };
}

const extrasOf = /* sql */ `
  select s.id as staff_id, r.second_factor_required,
    (select count(*) from staff_passkeys p where p.staff_id = s.id and p.removed_at is null) as passkeys,
    (select max(updated_at) from staff_sessions t where t.staff_id = s.id) as last_seen_at
  from staff s join staff_rules r using (role) where s.id = any (?::uuid[])`;
