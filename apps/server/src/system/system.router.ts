import { sessionOutput, simulateDepositInput, systemInfoOutput, noInput } from '@paydesk/types';
import { z } from 'zod';
import { permitted, router } from '../trpc/procedure.ts';
import { presentSession } from './presentSession.ts';
import { simulateDeposit } from './simulateDeposit.ts';
import { systemInfo } from './systemInfo.ts';

export const systemRouter = router({
  info: permitted('system.read')
    .input(noInput)
    .output(systemInfoOutput)
    .query(async ({ ctx }) => await systemInfo(ctx.app)),
  /** Who is calling, and what they may do. */
  session: permitted('session.read')
    .input(noInput)
    .output(sessionOutput)
    .query(({ ctx }) => presentSession(ctx.principal)),
  /** Makes a deposit arrive in the simulator; refused with a real provider. */
  simulateDeposit: permitted('system.simulate')
    .input(simulateDepositInput)
    .output(z.object({ ok: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await simulateDeposit(ctx.app, input);
      return { ok: true as const };
    }),
});
