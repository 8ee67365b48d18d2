import type { Actor } from '../base/actor.ts';
import type { Principal } from '../auth/principal.ts';

/**
 * What a procedure receives. `app` is an opaque object here so that the router's type, which clients compile
 * against, mentions neither Objection nor knex; `withContext` in procedure.ts gives it its type back.
 */
export interface Context {
  principal: Principal;
  app: object;
  request: RequestFacts;
}

export interface RequestFacts {
  id: string;
  ipAddress: string | null;
  /** What the caller's program calls itself. */
  userAgent?: string | null;
}

/** The principal as the ledger and the audit log write it down. */
export function actorOf(context: Pick<Context, 'principal' | 'request'>): Actor {
  const { principal, request } = context;
  const from = { ipAddress: request.ipAddress, requestId: request.id, userAgent: request.userAgent ?? null };
  switch (principal.kind) {
    case 'staff':
      return {
        kind: 'staff',
        id: principal.id,
        name: principal.name,
        sessionId: principal.sessionId,
        ...from,
      };
    case 'service':
      return { kind: 'service', id: principal.id, name: principal.name, ...from };
    case 'user':
      return { kind: 'user', id: principal.userId, name: principal.name, ...from };
    case 'anonymous':
      throw new Error('an anonymous request does nothing that has an actor');
  }
}
