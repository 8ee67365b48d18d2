import {
  getInput,
  listOutput,
  sessionsEndedOutput,
  staffCreateInput,
  staffCreateOutput,
  staffGetManyInput,
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
} from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { addStaff } from './addStaff.ts';
import { changeRole } from './changeRole.ts';
import { endSessions } from './endSessions.ts';
import { inviteLink } from './inviteToken.ts';
import { inviteStaff } from './inviteStaff.ts';
import { listInvites, presentInvites } from './listInvites.ts';
import { listSessions } from './listSessions.ts';
import { listStaff } from './listStaff.ts';
import type { MadeInvite } from './madeInvite.ts';
import { openOrClose } from './openOrClose.ts';
import { presentMember, presentStaff } from './presentStaff.ts';
import { reissueInvite } from './reissueInvite.ts';
import { resetPassword } from './resetPassword.ts';
import { revokeInvite } from './revokeInvite.ts';
import { listRules, setRule } from './staffRules.ts';

const managing = permitted('staff.manage');

export const staffRouter = router({
  list: managing
    .input(staffListInput)
    .output(listOutput(staffOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listStaff(ctx.app, input);
      return { ...page, data: await presentStaff(ctx.app, rows) };
    }),
  get: managing
    .input(getInput)
    .output(staffOutput)
    .query(async ({ ctx: { app }, input }) => {
      const staff = await Staff.query(app.knex).findById(input.id);
      if (staff === undefined) throw new DomainError('NOT_FOUND', 'no such staff account');
      return await presentMember(app, staff);
    }),
  getMany: managing
    .input(staffGetManyInput)
    .output(z.object({ data: z.array(staffOutput) }))
    .query(async ({ ctx: { app }, input }) => ({
      data: await presentStaff(app, await Staff.query(app.knex).whereIn('id', input.ids)),
    })),

  // Accounts
  create: managing
    .input(staffCreateInput)
    .output(staffCreateOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => {
      const { staff, generatedPassword } = await addStaff(app, actor, input);
      return { ...(await presentMember(app, staff)), password: generatedPassword };
    }),
  setRole: managing
    .input(staffSetRoleInput)
    .output(staffOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) => await presentMember(app, await changeRole(app, actor, input)),
    ),
  deactivate: managing
    .input(staffIdInput)
    .output(staffOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) =>
        await presentMember(app, await openOrClose(app, actor, { deed: 'deactivate', id: input.id })),
    ),
  reactivate: managing
    .input(staffReactivateInput)
    .output(staffOutput)
    .mutation(
      async ({ ctx: { app, actor }, input }) =>
        await presentMember(app, await openOrClose(app, actor, { deed: 'reactivate', ...input })),
    ),

  // Links that let somebody in
  invites: managing
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
        await presented(app, { invite: await revokeInvite(app, actor, input.id) }),
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
      const staff = await Staff.query(app.knex).whereRaw('id::text = ?', [input.id]).first();
      if (staff === undefined) throw new DomainError('NOT_FOUND', 'no such staff account');
      return { data: await listSessions(app, staff.id, actor.sessionId ?? null) };
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

  // What a role must have
  rules: managing.output(staffRulesOutput).query(async ({ ctx }) => ({ data: await listRules(ctx.app) })),
  setRule: managing
    .input(staffSetRuleInput)
    .output(staffRulesOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => ({ data: await setRule(app, actor, input) })),
});

async function presented(
  app: AppContext,
  { invite }: Pick<MadeInvite, 'invite'>,
): Promise<z.infer<typeof staffInviteOutput>> {
  const [shown] = await presentInvites(app, [invite]);
  if (shown === undefined) throw new Error('one invitation in, one invitation out');
  return shown;
}

const withLink = async (
  app: AppContext,
  made: MadeInvite,
): Promise<z.infer<typeof staffInviteLinkOutput>> => ({
  ...(await presented(app, made)),
  link: inviteLink(app.settings.publicUrl, made.token),
});
