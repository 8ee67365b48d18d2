import {
  actionClassOf,
  optionalProof,
  OWN_CHALLENGES,
  type StepUpAction,
  type StepUpEvidence,
} from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import type { AppContext } from '../context/appContext.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { secondFactorDemand } from '../stepUp/secondFactorDemand.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

/** A mutation that a member of staff calls. `input` is as it was sent. */
export interface StaffCall {
  path: string;
  staffId: string;
  sessionId: string | null;
  input: unknown;
  /** The challenge of an action that has one of its own, if it is to be verified here. */
  own?: StepUpAction | null | undefined;
  passkeyOnly?: boolean | undefined;
}

/**
 * Verifies the second factor that the class of a mutation demands, over its path and its input. Null: nothing is
 * to be verified here, because the action is routine or its command verifies a challenge of its own.
 * @throws DomainError as `verifyAction`
 * @throws TRPCError `BAD_REQUEST` when `proof` is not a second factor
 */
export async function verifyByClass(
  app: AppContext,
  { path, staffId, sessionId, input, own, passkeyOnly = false }: StaffCall,
): Promise<StepUpEvidence | null> {
  if (!own && !isVerifiedByClass(path)) return null;
  const { data: proof, error } = optionalProof.safeParse((input as { proof?: unknown } | undefined)?.proof);
  if (error !== undefined) throw new TRPCError({ code: 'BAD_REQUEST', cause: error });
  return await verifyAction(app, {
    staffId,
    action: own ?? { kind: 'action', action: path, input },
    proof,
    demand: await demandFor(app, own),
    sessionId,
    isEmergency: actionClassOf(path) === 'emergency',
    passkeyOnly,
  });
}

/** False: the action is routine, or its command verifies a challenge of its own. */
export function isVerifiedByClass(path: string): boolean {
  const actionClass = actionClassOf(path);
  // A test makes sure that every mutation has one.
  if (actionClass === null) throw new Error(`the mutation ${path} has no class`);
  return actionClass !== 'routine' && !OWN_CHALLENGES.some((own) => own === path);
}

/** Whether a new policy and a recorded payout need a second factor, the policy in force decides. */
async function demandFor(app: AppContext, own: StepUpAction | null | undefined) {
  return own?.kind === 'publishPolicy' || own?.kind === 'complete'
    ? (await currentPolicy(app.knex, app)).rules.secondFactor
    : secondFactorDemand(app.settings);
}
