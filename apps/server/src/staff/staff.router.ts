import { getInput, listOutput, staffCreateInput, staffCreateOutput, staffGetManyInput, staffIdInput, staffListInput, staffOutput, staffSetRoleInput } from '@paydesk/types';
import { z } from 'zod';
import { recordAudit } from '../audit/recordAudit.ts';
import { createStaff } from '../auth/createStaff.ts';
import { deactivateStaff } from '../auth/deactivateStaff.ts';
import { reactivateStaff } from '../auth/reactivateStaff.ts';
import { setStaffRole } from '../auth/setStaffRole.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import { Staff } from '../models/Staff.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { listStaff } from './listStaff.ts';
import { presentStaff } from './presentStaff.ts';

export const staffRouter = router({
  list: permitted('staff.manage').input(staffListInput).output(listOutput(staffOutput)).query(async ({ ctx, input }) => {
    const { rows, ...page } = await listStaff(ctx.desk, input);
    return { ...page, data: rows.map(presentStaff) };
  }),
  get: permitted('staff.manage').input(getInput).output(staffOutput).query(async ({ ctx, input }) => {
    const staff = await Staff.query(ctx.desk.knex).findById(input.id);
    if (staff === undefined) throw new DomainError('NOT_FOUND', 'no such staff account');
    return presentStaff(staff);
  }),
  getMany: permitted('staff.manage').input(staffGetManyInput).output(z.object({ data: z.array(staffOutput) })).query(async ({ ctx, input }) => ({
    data: (await Staff.query(ctx.desk.knex).whereIn('id', input.ids)).map(presentStaff),
  })),
  create: permitted('staff.manage').input(staffCreateInput).output(staffCreateOutput).mutation(async ({ ctx, input }) => {
    const { desk, actor } = ctx;
    return await transact(desk.knex, async (trx) => {
      const { staff, generatedPassword } = await createStaff(trx, desk.auth, input);
      await recordAudit(trx, { action: 'staff.create', actor, subjectKind: 'staff', subjectId: staff.id, after: { email: staff.email, role: staff.role }, at: desk.clock.now() });
      return { ...presentStaff(staff), password: generatedPassword };
    });
  }),
  setRole: permitted('staff.manage').input(staffSetRoleInput).output(staffOutput).mutation(async ({ ctx: { desk, actor }, input }) =>
    await transact(desk.knex, async (trx) => {
      const before = await Staff.query(trx).findById(input.id);
      const staff = await setStaffRole(trx, { id: input.id, role: input.role });
      await recordAudit(trx, {
        action: 'staff.setRole', actor, subjectKind: 'staff', subjectId: input.id, before: { role: before?.role }, after: { role: input.role }, at: desk.clock.now(),
      });
      return presentStaff(staff);
    })),
  deactivate: permitted('staff.manage').input(staffIdInput).output(staffOutput).mutation(async ({ ctx: { desk, actor }, input }) =>
    await transact(desk.knex, async (trx) => {
      const staff = await deactivateStaff(trx, { id: input.id });
      await recordAudit(trx, { action: 'staff.deactivate', actor, subjectKind: 'staff', subjectId: input.id, at: desk.clock.now() });
      return presentStaff(staff);
    })),
  reactivate: permitted('staff.manage').input(staffIdInput).output(staffOutput).mutation(async ({ ctx: { desk, actor }, input }) =>
    await transact(desk.knex, async (trx) => {
      const staff = await reactivateStaff(trx, { id: input.id });
      await recordAudit(trx, { action: 'staff.reactivate', actor, subjectKind: 'staff', subjectId: input.id, at: desk.clock.now() });
      return presentStaff(staff);
    })),
});
