import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { redact, redactText } from './redact.ts';

/** What an entry can be about. */
export const AUDIT_SUBJECTS = [
  'payment',
  'withdrawal',
  'suspense',
  'user',
  'currency',
  'transaction',
  'apiKey',
  'staff',
  'invite',
  'policy',
  'system',
] as const;

export interface AuditFact {
  /** The procedure's name, such as `withdrawals.approve`. */
  action: string;
  actor: Actor;
  subjectKind: (typeof AUDIT_SUBJECTS)[number];
  subjectId: string | null;
  note?: string | null | undefined;
  before?: unknown;
  after?: unknown;
  at: Date;
}

/** A browser's name for itself may be of any length. */
const MAX_USER_AGENT = 400;

/**
 * Writes who did what, from where, in the same database transaction as the deed; the chain follows within
 * seconds (sealAudit). Never pass a secret in `before` or `after`; what looks like one is left out.
 */
export async function recordAudit(db: Knex, fact: AuditFact): Promise<void> {
  const { actor, subjectKind } = fact;
  await AuditEntry.query(db).insert({
    id: newId(fact.at),
    action: fact.action,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    subjectKind,
    subjectId: fact.subjectId,
    note: fact.note === null || fact.note === undefined ? null : redactText(fact.note),
    before: redact(fact.before ?? null, subjectKind),
    after: redact(fact.after ?? null, subjectKind),
    ipAddress: actor.ipAddress ?? null,
    requestId: actor.requestId ?? null,
    sessionId: actor.sessionId ?? null,
    userAgent: actor.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    createdAt: fact.at,
  });
}
