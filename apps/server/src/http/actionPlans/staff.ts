import {
  staffActionSubject,
  staffCreateInput,
  staffInviteInput,
  staffReactivateInput,
  staffReissueInput,
  staffResetPasswordInput,
  staffSetRoleInput,
  staffSetRuleInput,
  type StaffAction,
  type StaffRole,
  type StepUpAction,
} from '@paydesk/types';
import { DomainError } from '../../base/domainError.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Staff } from '../../models/Staff.ts';
import { StaffInvite } from '../../models/StaffInvite.ts';
import { refusePasswords } from '../../staff/addStaff.ts';
import { changeRole } from '../../staff/changeRole.ts';
import { findLinkHolders, mustConfirmOwner } from '../../staff/linkHolders.ts';
import { inviteStaff } from '../../staff/inviteStaff.ts';
import { reissueInvite } from '../../staff/reissueInvite.ts';
import { resetPassword } from '../../staff/resetPassword.ts';
import { setStaffActive } from '../../staff/setStaffActive.ts';
import { listRules, setRule } from '../../staff/staffRules.ts';
import { actionPlan, newFact } from './facts.ts';

/** Who may credit, approve or pay out, and access to their accounts. */
export const staffPlans = {
  // What is approved becomes an invitation: a password must not be stored with the request.
  'staff.create': actionPlan({
    input: staffCreateInput,
    permission: 'staff.manage',
    stepUp: (_ctx, { email, role }) => signed('create', email, role),
    async assess(ctx, _actor, input) {
      refusePasswords(ctx);
      return await assessNew(ctx, input);
    },
    apply: async (ctx, maker, { email, name, role }) =>
      inviteResult(await inviteStaff(ctx, maker, { email, name, role, collectLater: true })),
  }),
  'staff.invite': actionPlan({
    input: staffInviteInput,
    permission: 'staff.manage',
    stepUp: (_ctx, { email, role }) => signed('invite', email.toLowerCase(), role),
    assess: async (ctx, _actor, input) => await assessNew(ctx, input),
    apply: async (ctx, maker, { email, name, role }) =>
      inviteResult(await inviteStaff(ctx, maker, { email, name, role, collectLater: true })),
  }),
  'staff.reissueInvite': actionPlan({
    input: staffReissueInput,
    permission: 'staff.manage',
    async stepUp(ctx, { id }) {
      const { email, role } = await findInvite(ctx, id);
      return await signed('reissueInvite', email, role);
    },
    async assess(ctx, actor, { id }) {
      const invite = await findInvite(ctx, id);
      const isOpen =
        invite.usedAt === null && invite.revokedAt === null && invite.expiresAt > ctx.clock.now();
      const mayCollect = isOpen && invite.linkDueToStaffId !== null && invite.linkDueToStaffId === actor.id;
      const isGuarded = invite.kind === 'reset' || grants(invite.role);
      return {
        needs: isGuarded && !mayCollect ? 'admin' : 'alone',
        summary: `Replace the link of ${invite.email}`,
        facts: [
          newFact('E-mail', invite.email),
          newFact('Role', invite.role),
          // Who revoked a link, revoked it also for those who were asked to replace it.
          { label: 'Link', before: invite.revokedAt === null ? 'not revoked' : 'revoked', after: 'new' },
        ],
        subject: { kind: 'invite', id },
      };
    },
    apply: async (ctx, maker, { id }) =>
      inviteResult(await reissueInvite(ctx, maker, { id, collectLater: true })),
  }),
  'staff.resetPassword': actionPlan({
    input: staffResetPasswordInput,
    permission: 'staff.manage',
    stepUp: (_ctx, { id }) => signed('resetPassword', id),
    async assess(ctx, _actor, { id }) {
      const member = await findMember(ctx, id);
      if (member.deactivatedAt !== null)
        throw new DomainError('ILLEGAL_TRANSITION', 'This account is deactivated: reactivate it first');
      return {
        needs: 'admin',
        summary: `Create a link that sets a new password for ${member.name}`,
        facts: [newFact('E-mail', member.email), newFact('Role', member.role)],
        subject: { kind: 'staff', id },
      };
    },
    apply: async (ctx, maker, { id }) =>
      inviteResult(await resetPassword(ctx, maker, { id, collectLater: true })),
  }),
  'staff.setRole': actionPlan({
    input: staffSetRoleInput,
    permission: 'staff.manage',
    stepUp: (_ctx, { id, role }) => signed('setRole', id, role),
    async assess(ctx, actor, { id, role }) {
      const member = await findMember(ctx, id);
      const isGuarded = member.role !== role && (decides(member.role) || grants(role));
      const holders = await findLinkHolders(ctx.knex, member.id);
      // The role was approved already. Whoever had no access to the account confirms that it is the right person's.
      const isConfirmed = member.pendingRole === role && !holders.some((holder) => holder.id === actor.id);
      const waits = await mustConfirmOwner(ctx.knex, ctx, { member, role });
      const names = holders.map(({ name, email }) => `${name} (${email})`).join(', ');
      return {
        needs: isGuarded && !isConfirmed ? 'admin' : 'alone',
        summary: `Make ${member.name} ${article(role)}${waits ? ', once an admin who had no access has confirmed whose account it is' : ''}`,
        facts: [
          { label: 'Role', before: member.role, after: role },
          newFact('E-mail', member.email),
          ...(names === '' ? [] : [newFact('Had access to this account', names)]),
        ],
        subject: { kind: 'staff', id },
      };
    },
    async apply(ctx, maker, { id, role }) {
      await changeRole(ctx, maker, { id, role });
      return { kind: 'staff', id };
    },
  }),
  'staff.reactivate': actionPlan({
    input: staffReactivateInput,
    permission: 'staff.manage',
    stepUp: (_ctx, { id }) => signed('reactivate', id),
    async assess(ctx, _actor, { id }) {
      const member = await findMember(ctx, id);
      return {
        needs: member.deactivatedAt !== null && grants(member.role) ? 'admin' : 'alone',
        summary: `Reactivate ${member.name}, ${article(member.role)}`,
        facts: [
          {
            label: 'Account',
            before: member.deactivatedAt === null ? 'active' : 'deactivated',
            after: 'active',
          },
        ],
        subject: { kind: 'staff', id },
      };
    },
    async apply(ctx, maker, { id }) {
      await setStaffActive(ctx, maker, { id, active: true });
      return { kind: 'staff', id };
    },
  }),
  'staff.setRule': actionPlan({
    input: staffSetRuleInput,
    permission: 'staff.manage',
    stepUp: (_ctx, { role, secondFactorRequired }) => signed('setRule', role, secondFactorRequired),
    async assess(ctx, _actor, { role, secondFactorRequired }) {
      const rule = (await listRules(ctx)).find((one) => one.role === role);
      const before = rule?.secondFactorRequired ?? false;
      return {
        // Asking for more weakens nothing.
        needs: before && !secondFactorRequired ? 'admin' : 'alone',
        summary: `Stop requiring a second factor of every ${role}`,
        facts: [
          { label: 'Second factor required', before: String(before), after: String(secondFactorRequired) },
        ],
      };
    },
    async apply(ctx, maker, { role, secondFactorRequired }) {
      await setRule(ctx, maker, { role, secondFactorRequired });
      return { kind: 'staffRule', id: role };
    },
  }),
};

/** Members of these roles decide about money. */
const decides = (role: StaffRole) => role === 'approver' || role === 'admin';

/** Each operator may credit a little alone: whoever could make operators could credit as much as they like. */
const grants = (role: StaffRole) => role !== 'viewer';

const article = (role: StaffRole) => (/^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`);

const signed = (action: StaffAction, person: string, value?: string | boolean): Promise<StepUpAction> =>
  Promise.resolve({ kind: 'manageStaff', action, subject: staffActionSubject(person, value) });

async function assessNew(
  ctx: AppContext,
  { email, name, role }: { email: string; name: string; role: StaffRole },
) {
  if ((await Staff.query(ctx.knex).findOne({ email: email.toLowerCase() })) !== undefined)
    throw new DomainError('EMAIL_TAKEN', 'This e-mail address already belongs to a member of staff');
  return {
    needs: grants(role) ? ('admin' as const) : ('alone' as const),
    summary: `Invite ${name} (${email.toLowerCase()}) as ${article(role)}`,
    facts: [newFact('E-mail', email.toLowerCase()), newFact('Name', name), newFact('Role', role)],
  };
}

async function findMember(ctx: AppContext, id: string): Promise<Staff> {
  const member = await Staff.query(ctx.knex).whereRaw('id::text = ?', [id]).first();
  if (member === undefined) throw new DomainError('NOT_FOUND', 'no such member of staff');
  return member;
}

async function findInvite(ctx: AppContext, id: string): Promise<StaffInvite> {
  const invite = await StaffInvite.query(ctx.knex).findById(id);
  if (invite === undefined) throw new DomainError('NOT_FOUND', 'no such invitation');
  return invite;
}

const inviteResult = ({ invite }: { invite: StaffInvite }) => ({ kind: 'invite', id: invite.id });
