import { STAFF_ROLES, type StaffRole, type StepUpProof, type staffRuleOutput } from '@paydesk/types';
import type { z } from 'zod';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { rolesThatMustEnrol } from '../stepUp/secondFactorDemand.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

type Rule = z.infer<typeof staffRuleOutput>;

interface RuleRow {
  role: StaffRole;
  second_factor_required: boolean;
  updated_at: Date;
  members: string;
  without: string;
}

/** The second-factor rule of each role, and how many of its active members have no second factor. */
export async function listRules(ctx: AppContext): Promise<Rule[]> {
  const { rows } = await ctx.knex.raw<{ rows: RuleRow[] }>(/* sql */ `
    select r.role, r.second_factor_required, r.updated_at, count(s.id) as members,
      count(s.id) filter (where not s.two_factor_enabled and not exists (
        select from staff_passkeys p where p.staff_id = s.id and p.removed_at is null
      )) as without
    from staff_rules r left join staff s on s.role = r.role and s.deactivated_at is null group by r.role`);
  const forced = rolesThatMustEnrol(ctx.settings);
  return rows
    .map((row) => ({
      role: row.role,
      secondFactorRequired: row.second_factor_required || forced.includes(row.role),
      members: Number(row.members),
      withoutSecondFactor: Number(row.without),
      updatedAt: row.updated_at.toISOString(),
    }))
    .toSorted((a, b) => STAFF_ROLES.indexOf(a.role) - STAFF_ROLES.indexOf(b.role));
}

/**
 * Requires a second factor for a role, or stops requiring it, from the next request of each member on. Setting
 * the current value again changes nothing. Refuses with PERMISSION_DENIED, and as `verifyAction`.
 */
export async function setRule(
  ctx: AppContext,
  actor: Actor,
  {
    role,
    secondFactorRequired,
    proof,
  }: { role: StaffRole; secondFactorRequired: boolean; proof?: StepUpProof | undefined },
): Promise<Rule[]> {
  await verifyStaffAction(ctx, actor, {
    action: 'setRule',
    person: role,
    value: secondFactorRequired,
    proof,
  });
  await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const before = await trx('staff_rules')
      .where({ role })
      .forUpdate()
      .first<{ second_factor_required: boolean }>('second_factor_required');
    await actor.admit?.(trx);
    if (before.second_factor_required === secondFactorRequired) return;
    const at = ctx.clock.now();
    await trx('staff_rules')
      .where({ role })
      .update({
        second_factor_required: secondFactorRequired,
        updated_by_staff_id: actor.kind === 'staff' ? actor.id : null,
        updated_at: at,
      });
    await recordAudit(trx, {
      action: 'staff.setRule',
      actor,
      subjectKind: 'system',
      subjectId: null,
      before: { role, secondFactorRequired: before.second_factor_required },
      after: { role, secondFactorRequired },
      at,
    });
  });
  return await listRules(ctx);
}
