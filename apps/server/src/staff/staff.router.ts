import {
  sessionsEndedOutput,
  staffCreateInput,
  staffCreateOutput,
  staffIdInput,
  staffInviteIdInput,
  staffInviteInput,
  staffInviteLinkOutput,
  staffInviteOutput,
  staffInvitesOutput,
  staffListInput,
  staffOutput,
  staffReactivateInput,
  staffReissueInput,
  staffResetPasswordInput,
  staffRulesOutput,
  staffSessionInput,
  staffSessionsOutput,
  staffSetRoleInput,
  staffSetRuleInput,
  noInput,
} from '@paydesk/types';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { addStaff } from './addStaff.ts';
import { changeRole } from './changeRole.ts';
import { endSessions } from './endSessions.ts';
import { inviteLink, type IssuedInvite } from './inviteLinks.ts';
import { inviteStaff } from './inviteStaff.ts';
import { listInvites, presentInvite } from './listInvites.ts';
import { listSessions } from './listSessions.ts';
import { listStaff } from './listStaff.ts';
import { presentStaff } from './presentStaff.ts';
import { reissueInvite } from './reissueInvite.ts';
import { resetPassword } from './resetPassword.ts';
import { revokeInvite } from './revokeInvite.ts';
import { setStaffActive } from './setStaffActive.ts';
import { listRules, setRule } from './staffRules.ts';

const staff = defineResource({
  name: 'member of staff',
  permission: 'staff.manage',
  listInput: staffListInput,
  output: staffOutput,
  list: async ({ app }, input) => await listStaff(app, input),
  query: (knex) => Staff.query(knex),
  userColumn: null,
  present: async ({ app }, rows) => await presentStaff(app, rows),
});

/** The list, for exports. */
export const staffListing = staff.listing;

const managing = permitted('staff.manage');

export const staffRouter = router({
  ...staff.procedures,

  // Accounts
  create: managing
    .input(staffCreateInput)
    .output(staffCreateOutput)
    .mutation(async ({ ctx, input }) => {
      const created = await addStaff(ctx.app, ctx.actor, input);
      return { ...(await staff.one(ctx, created.staff)), password: created.generatedPassword };
    }),
  setRole: staff.command(
    'staff.manage',
    staffSetRoleInput,
    async ({ app, actor }, input) => await changeRole(app, actor, input),
  ),
  deactivate: staff.command(
    'staff.manage',
    staffIdInput,
    async ({ app, actor }, { id }) => await setStaffActive(app, actor, { id, active: false }),
  ),
  reactivate: staff.command(
    'staff.manage',
    staffReactivateInput,
    async ({ app, actor }, input) => await setStaffActive(app, actor, { ...input, active: true }),
  ),

  // Invite and reset links
  invites: managing
    .input(noInput)
    .output(staffInvitesOutput)
    .query(async ({ ctx }) => ({ data: await listInvites(ctx.app) })),
  invite: managing
    .input(staffInviteInput)
    .output(staffInviteLinkOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) => await withLink(app, await inviteStaff(app, actor, input)),
    ),
  reissueInvite: managing
    .input(staffReissueInput)
    .output(staffInviteLinkOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) => await withLink(app, await reissueInvite(app, actor, input)),
    ),
  revokeInvite: managing
    .input(staffInviteIdInput)
    .output(staffInviteOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) =>
        await presentInvite(app, await revokeInvite(app, actor, input.id)),
    ),
  resetPassword: managing
    .input(staffResetPasswordInput)
    .output(staffInviteLinkOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) => await withLink(app, await resetPassword(app, actor, input)),
    ),

  // Sessions
  sessions: managing
    .input(staffIdInput)
    .output(staffSessionsOutput)
    .query(async ({ ctx: { app, actor }, input }) => {
      const member = await Staff.query(app.knex).whereRaw('id::text = ?', [input.id]).first();
      if (member === undefined) throw new DomainError('NOT_FOUND', 'no such member of staff');
      return { data: await listSessions(app, member.id, actor.sessionId ?? null) };
    }),
  endSession: managing
    .input(staffSessionInput)
    .output(sessionsEndedOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => ({
      ended: await endSessions(app, actor, {
        staffId: input.id,
        action: 'staff.endSession',
        sessionId: input.sessionId,
      }),
    })),
  endSessions: managing
    .input(staffIdInput)
    .output(sessionsEndedOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => ({
      ended: await endSessions(app, actor, { staffId: input.id, action: 'staff.endSessions' }),
    })),

  // Second factor by role
  rules: managing
    .input(noInput)
    .output(staffRulesOutput)
    .query(async ({ ctx }) => ({ data: await listRules(ctx.app) })),
  setRule: managing
    .input(staffSetRuleInput)
    .output(staffRulesOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => ({ data: await setRule(app, actor, input) })),
});

async function withLink(
  app: AppContext,
  { invite, token }: IssuedInvite,
): Promise<z.infer<typeof staffInviteLinkOutput>> {
  return { ...(await presentInvite(app, invite)), link: inviteLink(app.settings.publicUrl, token) };
}
