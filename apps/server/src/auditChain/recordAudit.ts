import type { AuditAction } from '@paydesk/types';
import type { Knex } from 'knex';
import type { PartialModelObject } from 'objection';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { redact, redactText } from './redact.ts';

/** The kinds of subject that an entry can have. */
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
  'changeRequest',
  'webhookEndpoint',
  'export',
  'system',
] as const;

export interface AuditRecord {
  /** The procedure's name, such as `withdrawals.approve`: a new one needs its words in `AUDIT_ACTIONS`. */
  action: AuditAction;
  actor: Actor;
  subjectKind: (typeof AUDIT_SUBJECTS)[number];
  subjectId: string | null;
  note?: string | null | undefined;
  before?: unknown;
  after?: unknown;
  at: Date;
}

/** Browsers send user agents of any length. */
const MAX_USER_AGENT = 400;

/**
 * Records who did what and from where, in the same database transaction as the action itself; the entry is
 * added to the chain within seconds (sealAudit). Never pass a secret in `before` or `after`; values that look
 * like one are redacted.
 */
export async function recordAudit(db: Knex, record: AuditRecord): Promise<void> {
  await AuditEntry.query(db).insert(entryOf(record));
}

/** The same for many at once, in one statement: fewer than 3,000. */
export async function recordAudits(db: Knex, records: readonly AuditRecord[]): Promise<void> {
  if (records.length > 0) await AuditEntry.query(db).insert(records.map(entryOf));
}

function entryOf(record: AuditRecord): PartialModelObject<AuditEntry> {
  const { actor, subjectKind } = record;
  return {
    id: newId(record.at),
    action: record.action,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    subjectKind,
    // As the database writes ids, so that the history of a row finds all its entries.
    subjectId: record.subjectId?.toLowerCase() ?? null,
    note: record.note === null || record.note === undefined ? null : redactText(record.note),
    before: redact(record.before ?? null, subjectKind),
    after: redact(record.after ?? null, subjectKind),
    ipAddress: actor.ipAddress ?? null,
    requestId: actor.requestId ?? null,
    sessionId: actor.sessionId ?? null,
    userAgent: actor.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    stepUp: actor.stepUp ?? null,
    createdAt: record.at,
  };
}
