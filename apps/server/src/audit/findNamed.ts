import type { Permission } from '@paydesk/types';
import type { Knex } from 'knex';
import { containing } from '../rowFilters/conditions.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { idsFound, type ListedResource } from '../rowFilters/searchStatement.ts';
import { maySeeSubjects } from './auditSubjects.ts';

/** Rows of small tables that a name may match. */
const MAX_NAMED = 20;

/** People and subjects, as the audit log names them. */
export interface NamedRows {
  actors: { kind: 'staff' | 'service' | 'user'; id: string }[];
  subjects: { kind: string; ids: readonly string[] }[];
}

/** Small tables, which are read as a whole. Addresses of endpoints without their query, which may hold secrets. */
const SMALL = {
  staff: `select id from staff where name ilike :text or email ilike :text order by id`,
  apiKey: `select id from api_keys where name ilike :text order by id desc`,
  currency: `select id from currencies where code ilike :text or name ilike :text order by code`,
  webhookEndpoint: `select id from webhook_endpoints
    where description ilike :text or split_part(url, chr(63), 1) ilike :text order by id desc`,
  invite: `select id from staff_invites where email ilike :text or name ilike :text order by id desc`,
} as const;

/** The subjects that lists find by the same text. */
const LISTED = {
  user: 'users',
  payment: 'payments',
  withdrawal: 'withdrawals',
  suspense: 'suspense',
  transaction: 'transactions',
} as const satisfies Record<string, ListedResource>;

/** The people and subjects whom a text names: what their lists find by it, with the rows of users who are found. */
export async function findNamed(
  knex: Knex,
  text: string,
  { permissions, ...reader }: Reader & { permissions: ReadonlySet<Permission> },
): Promise<NamedRows> {
  const parts = [
    ...Object.entries(SMALL).map(([kind, sql]) => ({
      kind,
      sql: knex.raw(`array(${sql} limit ${MAX_NAMED})`, { text: containing(text) }),
    })),
    ...Object.entries(LISTED).map(([kind, resource]) => {
      const { sql, bindings } = idsFound(resource, text, reader);
      return { kind, sql: knex.raw(sql, bindings) };
    }),
  ].filter(({ kind }) => maySeeSubjects(kind, permissions));
  const columns = parts.map(({ kind }) => `(?)::text[] as "${kind}"`).join(', ');
  const { rows } = await knex.raw<{ rows: Record<string, string[]>[] }>(
    `select ${columns}`,
    parts.map(({ sql }) => sql),
  );
  const found = rows[0] ?? {};
  const ids = (kind: string): readonly string[] => found[kind] ?? [];
  const actors = (kind: 'staff' | 'service' | 'user', of: string) =>
    ids(of)
      .slice(0, MAX_NAMED)
      .map((id) => ({ kind, id }));
  return {
    actors: [...actors('staff', 'staff'), ...actors('service', 'apiKey'), ...actors('user', 'user')],
    subjects: Object.entries(found).map(([kind, idsOfKind]) => ({ kind, ids: idsOfKind })),
  };
}
