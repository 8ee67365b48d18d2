import type { StepUpAction } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { Admit } from '../base/admit.ts';
import type { AppContext } from '../context/appContext.ts';

/** Decides whether a call of a member of staff takes effect now, or waits for another person. */
export interface Governance {
  /**
   * Looks at a call before its second factor is verified, and refuses what could not be done anyway. Null: such an
   * action never waits.
   */
  review(app: AppContext, call: GovernedCall): Promise<Review | null>;
  /** Counts the call of an app, or of a token that it created, under the limits of its key. Null: no limit. */
  limitKey(app: AppContext, call: { path: string; apiKeyId: string }): Promise<Admit | null>;
}

interface GovernedCall {
  path: string;
  actor: Actor;
  /** As it was sent. */
  input: unknown;
}

interface Review {
  /** The challenge that the caller has to sign; null: the path and the input. */
  stepUp: StepUpAction | null;
  /** A code is not enough. */
  passkeyOnly?: boolean | undefined;
  /**
   * Lets the command run, or stores the call as a change request and refuses with CHANGE_REQUESTED. `actor.stepUp`
   * holds the evidence.
   */
  admit(actor: Actor): Promise<Admission>;
}

export interface Admission {
  /** For the command. Its `admit` has the last word, in the transaction of the command. */
  actor: Actor;
  /** After the command has failed: if `admit` was why, stores the call and refuses as `Review.admit`. */
  afterFailure(): Promise<void>;
}
