import type { ChangeFact, GovernedAction, Permission, StepUpAction } from '@paydesk/types';
import type { z } from 'zod';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';

/** What a call would do, and who has to agree. */
export interface Assessment {
  /**
   * `alone`: one person, at once. `amount`: alone up to the limits of what one person may credit, otherwise
   * another approver or admin. `person`: another approver or admin. `admin`: another admin.
   */
  needs: 'alone' | 'amount' | 'person' | 'admin';
  /** The maker's second factor must be a passkey. */
  passkeyOnly?: boolean;
  /** What it adds to balances. Required when `needs` is `amount`. */
  amountUsd?: string;
  /** One sentence in the imperative. */
  summary: string;
  facts: ChangeFact[];
  reason?: string | undefined;
  subject?: { kind: string; id: string };
}

/** The row that an applied request created or changed. */
export interface ChangeResult {
  kind: string;
  id: string;
}

/** An action that may become a change request. */
export interface ActionPlan<Input = unknown> {
  input: z.ZodType<Input>;
  /** What the maker must still be permitted when the request is applied. */
  permission: Permission;
  /** The challenge that the maker signs, for actions that have one of their own. */
  stepUp?(ctx: AppContext, input: Input): Promise<StepUpAction>;
  /** Reads only, and refuses what could not be done anyway. */
  assess(ctx: AppContext, actor: Actor, input: Input): Promise<Assessment>;
  /** Runs the command in the transaction of `ctx.knex`, in the name of the maker. */
  apply(ctx: AppContext, maker: Actor, input: Input): Promise<ChangeResult>;
}

export type ActionPlans = Record<GovernedAction, ActionPlan>;
