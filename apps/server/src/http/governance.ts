import {
  actionClassOf,
  type ApproverRole,
  governedActionSchema,
  type GovernedAction,
  type StaffRole,
} from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import { reserveKeyUse } from '../apiKeys/reserveKeyUse.ts';
import type { Actor } from '../base/actor.ts';
import type { Assessment } from '../changeRequests/governedAction.ts';
import { changeRequested, requestChange } from '../changeRequests/requestChange.ts';
import { reserveSoloCredit } from '../changeRequests/soloCredits.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { withoutProof } from '../stepUp/challenges.ts';
import type { Admission, Governance } from '../trpc/governance.ts';
import { actionPlans } from './actionPlans/index.ts';

/** The rules for who may do what alone: docs/security.md has them as a table. */
export const governance: Governance & { plans: typeof actionPlans } = {
  plans: actionPlans,
  limitKey: reserveKeyUse,
  async review(app, { path, actor, input }) {
    const { data: action } = governedActionSchema.safeParse(path);
    if (action === undefined) return null;
    const plan = actionPlans[action];
    const parsed = await plan.input.safeParseAsync(input);
    // The same schema as the procedure's: what it refuses would be refused there.
    if (!parsed.success) throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
    const assessment = await plan.assess(app, actor, parsed.data);
    return {
      stepUp: (await plan.stepUp?.(app, parsed.data)) ?? null,
      passkeyOnly: assessment.passkeyOnly,
      admit: async (verified) =>
        await admit(app, verified, { action, payload: payloadOf(action, parsed.data), assessment }),
    };
  },
};

interface Call {
  action: GovernedAction;
  payload: Record<string, unknown>;
  assessment: Assessment;
}

const PASSES: Admission = { release: () => Promise.resolve() };

async function admit(app: AppContext, actor: Actor, call: Call): Promise<Admission> {
  const { needs, amountUsd = '0.00' } = call.assessment;
  const evidence = actor.stepUp;
  if (actor.id === null || !evidence) throw new Error('only verified staff call governed actions');
  if (needs === 'alone') return PASSES;
  const key = call.payload['idempotencyKey'];
  if (needs === 'amount') {
    const reservation = await reserveSoloCredit(app, {
      staffId: actor.id,
      action: call.action,
      amountUsd,
      idempotencyKey: typeof key === 'string' ? key : null,
    });
    if (reservation !== null) return reservation;
  }
  const approverRole: ApproverRole = actionClassOf(call.action) === 'guard' ? 'admin' : 'approver';
  const hasColleague = await hasOther(
    app,
    actor.id,
    approverRole === 'admin' ? ['admin'] : ['approver', 'admin'],
  );
  // A desk with the simulator and one person can be tried out without waiting.
  if (!hasColleague && app.settings.provider.simulated) return PASSES;
  const request = await requestChange(app, actor, {
    ...call,
    evidence,
    approverRole,
    requiredApprovals: hasColleague || needs !== 'admin' ? 1 : 0,
  });
  // A repeat of what was applied meanwhile is answered by its idempotency key.
  if (request.status === 'applied' && request.idempotencyKey !== null) return PASSES;
  throw changeRequested(request);
}

/** Whether another active person has one of these roles. */
async function hasOther(app: AppContext, staffId: string, roles: readonly StaffRole[]): Promise<boolean> {
  const other = await Staff.query(app.knex)
    .whereIn('role', [...roles])
    .whereNull('deactivatedAt')
    .whereNot('id', staffId)
    .first();
  return other !== undefined;
}

/** What is stored: neither the second factor nor a password. */
function payloadOf(action: GovernedAction, input: unknown): Record<string, unknown> {
  const { password: _password, ...payload } = withoutProof(input) as Record<string, unknown>;
  return action === 'staff.create' ? payload : (withoutProof(input) as Record<string, unknown>);
}
