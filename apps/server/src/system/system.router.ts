import { sessionOutput, simulateDepositInput, systemInfoOutput } from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { VERSION } from '../base/version.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { presentCircuit } from './presentCircuit.ts';
import { simulateDeposit } from './simulateDeposit.ts';

export const systemRouter = router({
  info: permitted('system.read')
    .output(systemInfoOutput)
    .query(async ({ ctx: { app } }) => ({
      version: VERSION,
      simulatorInUse: app.settings.provider.simulated,
      provider: 'nowpayments',
      publicUrl: app.settings.publicUrl,
      partialPayments: app.settings.partialPayments,
      secondApprovalUsd: app.settings.secondApprovalUsd,
      serverTime: app.clock.now().toISOString(),
      providerCircuit: presentCircuit(await app.provider.circuit()),
    })),
  /** Who is calling, and what they may do. */
  session: permitted('session.read')
    .output(sessionOutput)
    .query(({ ctx: { principal } }) => {
      if (principal.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED', 'nobody is signed in');
      return {
        kind: principal.kind,
        id: principal.kind === 'user' ? principal.userId : principal.id,
        name: principal.name,
        email: principal.kind === 'staff' ? principal.email : null,
        role: principal.kind === 'staff' ? principal.role : null,
        permissions: [...principal.permissions],
        twoFactorEnabled: principal.kind === 'staff' && principal.twoFactorEnabled,
        mustEnrol: principal.kind === 'staff' && principal.mustEnrol === true,
      };
    }),
  /** Lets the payer of a payment pay, in the simulator; refused with a real provider. */
  simulateDeposit: permitted('system.simulate')
    .input(simulateDepositInput)
    .output(z.object({ ok: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await simulateDeposit(ctx.app, input);
      return { ok: true as const };
    }),
});
