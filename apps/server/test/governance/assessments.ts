import type { GovernedAction } from '@paydesk/types';
import type { Actor } from '../../src/base/actor.ts';
import { DomainError } from '../../src/base/domainError.ts';
import type { Assessment } from '../../src/changeRequests/governedAction.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { actionPlans } from '../../src/http/actionPlans/index.ts';

/** What a plan says of a call, or the reason for which it refuses it. */
export async function assess(
  ctx: AppContext,
  actor: Actor,
  action: GovernedAction,
  input: object,
): Promise<Assessment | string> {
  try {
    return await actionPlans[action].assess(ctx, actor, input);
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}

/** Who has to agree to a call, or the reason for which it is refused. */
export async function needsOf(...given: Parameters<typeof assess>): Promise<string> {
  const assessment = await assess(...given);
  return typeof assessment === 'string' ? assessment : assessment.needs;
}
