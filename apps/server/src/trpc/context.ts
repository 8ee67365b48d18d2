import type { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import type { Actor, RequestOrigin } from '../base/actor.ts';

/**
 * What a procedure receives. `app` is an opaque object here, so that the type of the router, which clients
 * compile against, mentions neither Objection nor knex; `withContext` in procedure.ts restores its type.
 */
export interface Context {
  principal: Principal;
  app: object;
  /** Decides which actions wait for another person; opaque for the same reason. */
  governance: object;
  origin: RequestOrigin;
  call: HttpCall;
  /** The schema of a procedure's input. */
  inputOf(path: string): z.ZodType | undefined;
}

/** What the HTTP request says about its calls, and what its answer will say. */
export interface HttpCall {
  /** The `Idempotency-Key` header. */
  idempotencyKey: string | null;
  /** Calls in the request. */
  count: number;
  /** Which of them, by their place in the batch, were answered with the result of an earlier call. */
  replayed: Set<number>;
}

/** The principal as recorded in the ledger and the audit log. */
export function actorOf({ principal, origin }: Pick<Context, 'principal' | 'origin'>): Actor {
  switch (principal.kind) {
    case 'staff':
      return {
        kind: 'staff',
        id: principal.id,
        name: principal.name,
        sessionId: principal.sessionId,
        ...origin,
      };
    case 'service':
      return { kind: 'service', id: principal.id, name: principal.name, ...origin };
    case 'user':
      return { kind: 'user', id: principal.userId, name: principal.name, ...origin };
    case 'anonymous':
      throw new Error('an anonymous request has no actor');
  }
}
