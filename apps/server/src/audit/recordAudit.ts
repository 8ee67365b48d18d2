import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import { AuditEntry } from '../models/AuditEntry.ts';

export interface AuditFact {
  /** The procedure's name, such as `withdrawals.approve`. */
  action: string;
  actor: Actor;
  subjectKind: 'payment' | 'withdrawal' | 'suspense' | 'user' | 'currency' | 'transaction' | 'apiKey' | 'staff' | 'system';
  subjectId: string | null;
  note?: string | null | undefined;
  before?: unknown;
  after?: unknown;
  at: Date;
}

/** Writes who did what, in the same database transaction as the deed. Never pass a secret in `before` or `after`. */
export async function recordAudit(db: Knex, fact: AuditFact): Promise<void> {
  await AuditEntry.query(db).insert({
    id: newId(fact.at), action: fact.action, actorKind: fact.actor.kind, actorId: fact.actor.id, actorName: fact.actor.name,
    subjectKind: fact.subjectKind, subjectId: fact.subjectId, note: fact.note ?? null, before: fact.before ?? null, after: fact.after ?? null,
    ipAddress: fact.actor.ipAddress ?? null, requestId: fact.actor.requestId ?? null, createdAt: fact.at,
  });
}
