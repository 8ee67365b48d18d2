import { formatUsd, type Permission, type auditSubjectOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { AuditEntry } from '../models/AuditEntry.ts';

export type AuditSubject = z.infer<typeof auditSubjectOutput>;

/** Where the subjects of a kind are, and what a sentence says of one. */
interface SubjectSource {
  table: string;
  /** Who may read it; null: whoever reads the audit log, whose entries name it already. */
  permission: Permission | null;
  /** Columns or expressions without user input. */
  name?: string;
  amountUsd?: string;
  userId?: string;
}

const SOURCES: Readonly<Record<string, SubjectSource>> = {
  payment: { table: 'payments', permission: 'payments.read', amountUsd: 'amount_usd', userId: 'user_id' },
  withdrawal: {
    table: 'withdrawal_requests',
    permission: 'withdrawals.read',
    amountUsd: 'amount_usd',
    userId: 'user_id',
  },
  suspense: {
    table: 'suspense_items',
    permission: 'suspense.read',
    amountUsd: 'amount_usd',
    userId: 'user_id',
  },
  transaction: {
    table: 'transactions',
    permission: 'transactions.read',
    amountUsd: 'amount_usd',
    userId: 'user_id',
  },
  user: { table: 'users', permission: 'users.read', userId: 'id' },
  currency: { table: 'currencies', permission: 'currencies.read', name: 'code' },
  changeRequest: { table: 'change_requests', permission: 'changeRequests.read', name: 'summary' },
  webhookEndpoint: {
    table: 'webhook_endpoints',
    permission: 'webhookEndpoints.read',
    // Without the query, which may hold secrets; a question mark of its own would be a binding.
    name: `coalesce(nullif(description, ''), split_part(url, chr(63), 1))`,
  },
  staff: { table: 'staff', permission: null, name: 'name' },
  apiKey: { table: 'api_keys', permission: null, name: 'name' },
  invite: { table: 'staff_invites', permission: null, name: 'email' },
};

/** Whether a reader of the audit log may read the subjects of a kind, and find entries by their names. */
export function maySeeSubjects(kind: string, permissions: ReadonlySet<Permission>): boolean {
  const source = SOURCES[kind];
  return source !== undefined && (source.permission === null || permissions.has(source.permission));
}

/**
 * The subjects of some entries as they are now, by entry id: one query for each kind, and one for the users. Names of
 * users are read here and never stored with an entry, so that they can be removed.
 */
export async function auditSubjects(
  knex: Knex,
  entries: readonly AuditEntry[],
  permissions: ReadonlySet<Permission>,
): Promise<Map<string, AuditSubject>> {
  const readable = Object.entries(SOURCES).filter(([kind]) => maySeeSubjects(kind, permissions));
  const found = new Map(
    await Promise.all(
      readable.map(async ([kind, source]) => {
        const ids = entries.flatMap((entry) => (entry.subjectKind === kind ? [entry.subjectId] : []));
        return [kind, await rowsOf(knex, source, ids)] as const;
      }),
    ),
  );
  const rows = entries.flatMap((entry) => {
    const row = found.get(entry.subjectKind)?.get(entry.subjectId ?? '');
    return row === undefined ? [] : [[entry.id, row] as const];
  });
  const names = permissions.has('users.read') ? await userNames(knex, rows) : new Map<string, string>();
  return new Map(
    rows.map(([id, { name, amountUsd, userId }]) => [
      id,
      {
        name,
        amountUsd: amountUsd === null ? null : formatUsd(amountUsd),
        userId,
        userName: userId === null ? null : (names.get(userId) ?? null),
      },
    ]),
  );
}

interface SubjectRow {
  id: string;
  name: string | null;
  amountUsd: string | null;
  userId: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function rowsOf(
  knex: Knex,
  source: SubjectSource,
  ids: readonly (string | null)[],
): Promise<Map<string, SubjectRow>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null && UUID.test(id));
  if (wanted.length === 0) return new Map();
  const column = (sql: string | undefined, as: string) =>
    knex.raw(`${sql === undefined ? 'null' : `(${sql})`}::text as "${as}"`);
  const rows = await knex(source.table)
    .whereIn('id', wanted as string[])
    .select<SubjectRow[]>(
      knex.raw('id::text'),
      column(source.name, 'name'),
      column(source.amountUsd, 'amountUsd'),
      column(source.userId, 'userId'),
    );
  return new Map(rows.map((row) => [row.id, row]));
}

async function userNames(
  knex: Knex,
  rows: readonly (readonly [string, SubjectRow])[],
): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap(([, { userId }]) => (userId === null ? [] : [userId])))];
  if (ids.length === 0) return new Map();
  const users = await knex('users')
    .whereIn('id', ids)
    .select<{ id: string; username: string }[]>('id', 'username');
  return new Map(users.map(({ id, username }) => [id, username]));
}
