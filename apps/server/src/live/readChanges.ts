import {
  type EventResource,
  type LiveChange,
  type LiveTopic,
  TOPIC_OF_EVENT,
  type Viewer,
} from '@paydesk/types';
import type { Knex } from 'knex';
import type { AUDIT_SUBJECTS } from '../auditChain/recordAudit.ts';

/**
 * Up to where changes were read: the last event, and the transaction below which every audit entry is committed and
 * was read. Audit entries have no order of commit: of those above, some may have been read too.
 */
export interface LiveCursor {
  sequence: string;
  below: string;
}

/** An audit entry that was read and lies above the cursor. */
interface SentEntry {
  entryId: string;
  txid: string;
}

export interface LiveReading {
  cursor: LiveCursor;
  sent: readonly SentEntry[];
  /** Null: more than fit into one message, or the cursor is not of this database. */
  changes: LiveChange[] | null;
  /** Of what is in neither log, a text that is another one when something has changed. */
  marks: Partial<Record<LiveTopic, string | null>>;
  viewers: Viewer[];
}

/** Changes of one reading. Whoever is further behind loads everything again. */
const MAX_CHANGES = 500;
const MAX_VIEWERS = 200;

export const cursorText = ({ sequence, below }: LiveCursor): string => `${sequence}.${below}`;

export function parseCursor(text: string): LiveCursor {
  const [sequence = '0', below = '0'] = text.split('.');
  return { sequence, below };
}

/**
 * What has changed behind the cursor, in one statement that uses indexes only; with null nothing, and the end as
 * cursor. `sent`: of the reading that the cursor is from, what is not sent again; a change that is sent twice does
 * no harm.
 */
export async function readChanges(
  knex: Knex,
  after: LiveCursor | null,
  sent: readonly SentEntry[] = [],
): Promise<LiveReading> {
  const { rows } = await knex.raw<{ rows: Row[] }>(QUERY, {
    sequence: after?.sequence ?? null,
    below: after?.below ?? null,
    sent: sent.map(({ entryId }) => entryId),
    limit: MAX_CHANGES + 1,
    viewers: MAX_VIEWERS,
  });
  const [row] = rows;
  if (row === undefined) throw new Error('the head of the events is missing');
  const cursor = { sequence: row.sequence, below: row.below };
  const isForeign =
    after !== null &&
    (BigInt(after.sequence) > BigInt(row.sequence) ||
      BigInt(after.sequence) < BigInt(row.removedThrough) ||
      BigInt(after.below) > BigInt(row.below));
  const isTooMuch = row.events.length > MAX_CHANGES || row.audit.length > MAX_CHANGES;
  return {
    cursor,
    sent: [...sent, ...row.audit].filter(({ txid }) => BigInt(txid) >= BigInt(row.below)),
    changes: isForeign || isTooMuch ? null : changesOf(row),
    marks: row.marks,
    viewers: row.viewers,
  };
}

interface Row {
  sequence: string;
  removedThrough: string;
  below: string;
  events: { resource: EventResource; id: string }[];
  audit: AuditRow[];
  marks: LiveReading['marks'];
  viewers: Viewer[];
}

interface AuditRow extends SentEntry {
  action: string;
  kind: (typeof AUDIT_SUBJECTS)[number];
  id: string | null;
}

/** Null: only the audit log shows it. */
const TOPIC_OF_SUBJECT: Record<AuditRow['kind'], LiveTopic | null> = {
  export: null,
  payment: 'payments',
  withdrawal: 'withdrawals',
  suspense: 'suspense',
  user: 'users',
  currency: 'currencies',
  transaction: 'transactions',
  apiKey: 'apiKeys',
  staff: 'staff',
  invite: 'staff',
  policy: 'policies',
  changeRequest: 'changeRequests',
  webhookEndpoint: 'webhookEndpoints',
  system: 'system',
};

function changesOf({ events, audit }: Row): LiveChange[] {
  const changes = new Map<string, LiveChange>();
  const add = (topic: LiveTopic | null, id: string | null) => {
    if (topic !== null) changes.set(`${topic} ${id}`, [topic, id]);
  };
  for (const { resource, id } of events) add(TOPIC_OF_EVENT[resource], id);
  if (events.length > 0) add('events', null);
  for (const { entryId, action, kind, id } of audit) {
    add('audit', entryId);
    add(TOPIC_OF_SUBJECT[kind], id);
    if (action.startsWith('claims.')) add('claims', null);
  }
  return [...changes.values()];
}

const QUERY = /* sql */ `
  select h.sequence, h.removed_through as "removedThrough",
    pg_snapshot_xmin(pg_current_snapshot())::text as below,
    array(
      select jsonb_build_object('resource', e.resource_type, 'id', e.resource_id)
      from events e where e.sequence > :sequence::bigint order by e.sequence limit :limit
    ) as events,
    array(
      select jsonb_build_object('entryId', a.id, 'txid', a.txid::text, 'action', a.action, 'kind', a.subject_kind,
        'id', a.subject_id)
      from audit_log a where a.txid >= :below::text::xid8 and a.id <> all(:sent::uuid[]) order by a.txid limit :limit
    ) as audit,
    jsonb_build_object(
      'payments', (select max(updated_at)::text from payments),
      'withdrawals', (select max(updated_at)::text from withdrawal_requests),
      'users', (select max(updated_at)::text from users),
      'reconciliations', (
        select concat_ws(' ', r.id, r.status, r.next_page, r.pages_total, r.seen, r.unexplained, r.failures)
        from reconciliations r order by r.started_at desc, r.id desc limit 1
      ),
      'webhookEndpoints', (select string_agg(concat_ws(' ', w.cursor, w.failures, w.disabled_at), ',' order by w.id)
        from webhook_endpoints w),
      'webhookDeliveries', concat_ws(' ', (select max(at) from webhook_attempts),
        (select max(created_at) from webhook_deliveries)),
      'auditSeals', (select a.seq::text from audit_head a),
      'system', (select max(finished_at)::text from verifications)
    ) as marks,
    array(
      select distinct jsonb_build_object('staffId', p.staff_id, 'name', s.name, 'subjectKind', p.subject_kind,
        'subjectId', p.subject_id)
      from presence p join staff s on s.id = p.staff_id
      where p.expires_at > clock_timestamp() and s.deactivated_at is null
      limit :viewers
    ) as viewers
  from event_head h`;
