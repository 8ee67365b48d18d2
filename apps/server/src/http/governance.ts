import {
  actionClassOf,
  type ApproverRole,
  governedActionSchema,
  type GovernedAction,
  type StaffRole,
} from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import type { Knex } from 'knex';
import { limitKey } from '../apiKeys/limitKey.ts';
import type { Actor, Posted } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { countSoloCredit } from '../changeRequests/countSoloCredit.ts';
import type { Assessment } from '../changeRequests/governedAction.ts';
import { changeRequested, requestChange } from '../changeRequests/requestChange.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { withoutProof } from '../stepUp/challenges.ts';
import type { Admission, Governance } from '../trpc/governance.ts';
import { actionPlans } from './actionPlans/index.ts';

/** The rules for who may do what alone: docs/security.md has them as a table. */
export const governance: Governance & { plans: typeof actionPlans } = {
  plans: actionPlans,
  limitKey,
  async review(app, { path, actor, input }) {
    const { data: action } = governedActionSchema.safeParse(path);
    if (action === undefined) return null;
    const plan = actionPlans[action];
    const parsed = await plan.input.safeParseAsync(input);
    // The same schema as the procedure's: what it refuses would be refused there.
    if (!parsed.success) throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
    const assess = async (ctx: AppContext) => await plan.assess(ctx, actor, parsed.data);
    const assessment = await assess(app);
    return {
      stepUp: (await plan.stepUp?.(app, parsed.data)) ?? null,
      passkeyOnly: assessment.passkeyOnly,
      admit: async (verified) =>
        await admit(app, verified, { action, payload: payloadOf(action, parsed.data), assessment, assess }),
    };
  },
};

interface Call {
  action: GovernedAction;
  payload: Record<string, unknown>;
  assessment: Assessment;
  /** Looks again, in the transaction of the context. */
  assess(ctx: AppContext): Promise<Assessment>;
}

async function admit(app: AppContext, actor: Actor, call: Call): Promise<Admission> {
  const { needs } = call.assessment;
  if (needs !== 'alone' && needs !== 'amount' && !(await needsNoOne(app, actor, call.action)))
    await waitForOthers(app, actor, call);
  let isRefused = false;
  return {
    actor: {
      ...actor,
      async admit(trx: Knex.Transaction, posted) {
        const inside = { ...app, knex: trx };
        if (await mayDoAlone(inside, trx, { actor, call, posted })) return;
        if (await needsNoOne(inside, actor, call.action)) return;
        isRefused = true;
        throw new DomainError('MORE_APPROVALS_NEEDED', 'this needs another person');
      },
    },
    async afterFailure() {
      // What it shows is what it would change now.
      if (isRefused) await waitForOthers(app, actor, { ...call, assessment: await call.assess(app) });
    },
  };
}

/** In the transaction of the command: counts the credit, or looks again whether it still weakens nothing. */
async function mayDoAlone(
  app: AppContext,
  trx: Knex.Transaction,
  { actor, call, posted }: { actor: Actor; call: Call; posted: Posted | undefined },
): Promise<boolean> {
  const { needs } = await call.assess(app);
  if (needs !== 'amount') return needs === 'alone';
  if (posted === undefined) throw new Error(`${call.action} did not name what it credits`);
  const { staffId } = evidenceOf(actor);
  return await countSoloCredit(app, trx, { staffId, action: call.action }, posted);
}

/** A desk with the simulator and one person can be tried out without waiting. */
const needsNoOne = async (app: AppContext, actor: Actor, action: GovernedAction): Promise<boolean> =>
  app.settings.provider.simulated && !(await hasColleague(app, actor, action));

/** Stores the call, without any other effect. Always refuses, with CHANGE_REQUESTED. */
async function waitForOthers(app: AppContext, actor: Actor, call: Call): Promise<never> {
  const { action, payload, assessment } = call;
  const isWaitingForPerson = assessment.needs !== 'admin' || (await hasColleague(app, actor, action));
  throw changeRequested(
    await requestChange(app, actor, {
      action,
      payload,
      assessment,
      evidence: evidenceOf(actor),
      approverRole: approverRoleOf(action),
      requiredApprovals: isWaitingForPerson ? 1 : 0,
    }),
  );
}

function evidenceOf({ id, stepUp }: Actor) {
  if (id === null || !stepUp) throw new Error('only verified staff call governed actions');
  return stepUp;
}

const approverRoleOf = (action: GovernedAction): ApproverRole =>
  actionClassOf(action) === 'guard' ? 'admin' : 'approver';

/** Whether another active person could approve it. */
async function hasColleague(app: AppContext, actor: Actor, action: GovernedAction): Promise<boolean> {
  const roles: StaffRole[] = approverRoleOf(action) === 'admin' ? ['admin'] : ['approver', 'admin'];
  const other = await Staff.query(app.knex)
    .whereIn('role', roles)
    .whereNull('deactivatedAt')
    .whereNot('id', actor.id ?? '')
    .first();
  return other !== undefined;
}

/** What is stored: neither the second factor nor a password. */
function payloadOf(action: GovernedAction, input: unknown): Record<string, unknown> {
  const { password: _password, ...payload } = withoutProof(input) as Record<string, unknown>;
  return action === 'staff.create' ? payload : (withoutProof(input) as Record<string, unknown>);
}
