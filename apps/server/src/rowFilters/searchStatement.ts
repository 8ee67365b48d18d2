import { SEARCH_HITS, type SearchHit, type SearchMatch, type SearchResource } from '@paydesk/types';
import type { Knex } from 'knex';
import { containsText } from './containsText.ts';
import { readQuery, type SearchTerms } from './readQuery.ts';
import type { Reader } from './reader.ts';
import { SOURCES, type Source } from './sources.ts';

/** A row as the statement answers it. */
export type FoundRow = Omit<SearchHit, 'createdAt' | 'statusChangedAt' | 'currencyDisplayName'> & {
  resource: SearchResource;
  /** Of the currency, if the desk knows it. */
  token: string | null;
  network: string | null;
  createdAt: Date;
  statusChangedAt: Date | null;
};

interface Statement {
  sql: string;
  bindings: Record<string, string>;
}

/** Rows that one branch reads: one more than is shown tells that there are more. */
const LIMIT = SEARCH_HITS + 1;

/** Rows of a list that one branch may find, and users whose rows it may find. */
const LIST_LIMIT = 500;
const LIST_USERS = 50;

/** The latest rows of each user who was found. */
const LATEST = 3;

/** After the last character of every text in an index of beginnings. */
const END = '\u{10FFFF}';

/** Shorter beginnings fit too many addresses and hashes. */
const MIN_ADDRESS = 6;

/** Trigrams need three characters. */
const MIN_WORD = 3;

/**
 * One statement for all resources, or null if the text can be nothing that any of them has. Every resource has a branch
 * for each way to read the text, so that each of them uses one index; an `or` would use none.
 */
export function searchStatement(terms: SearchTerms, resources: readonly SearchResource[]): Statement | null {
  const bindings: Record<string, string> = {};
  /** A value of the statement, by a name of its own. */
  const bind = (value: string): string => {
    const name = `v${Object.keys(bindings).length}`;
    bindings[name] = value;
    return `:${name}`;
  };
  const parts = resources.flatMap((resource) => {
    const branches = branchesOf(SOURCES[resource], terms, bind);
    if (SOURCES[resource].ofFoundUsers && resources.includes('users') && mayNameUser(terms))
      branches.push(ofFoundUsers(SOURCES[resource], branches.length));
    return branches.length === 0 ? [] : [{ resource, sql: partOf(resource, branches) }];
  });
  if (parts.length === 0) return null;
  const users = parts.find(({ resource }) => resource === 'users');
  const withUsers = users === undefined ? '' : `with found_users as materialized (${users.sql}) `;
  const all = parts.map(({ resource, sql }) =>
    resource === 'users'
      ? 'select * from found_users'
      : `select * from (${sql}) ${SOURCES[resource].table}_found`,
  );
  return { sql: `${withUsers}${all.join('\nunion all\n')}`, bindings };
}

/**
 * The ids of the rows of one resource that a text finds, as an array for `= any(…)`: the same ways to read a text as
 * `searchStatement`, a part of the description, and the rows of users who were found.
 *
 * Of very many rows that a text fits, as many are found as one branch may read: the newest of a user, an amount or a
 * reference, and any of those with a word in the description or a beginning.
 */
export function idsFound(
  resource: ListedResource,
  text: string,
  { ownUserId, findUsers }: Reader,
): Statement {
  const bindings: Record<string, string> = {};
  const bind = (value: string): string => {
    const name = `found${Object.keys(bindings).length}`;
    bindings[name] = value;
    return `:${name}`;
  };
  const terms = readQuery(text);
  const source = SOURCES[resource];
  const own = ownUserId === null ? 'true' : `${ownerColumn(resource)} = ${bind(ownUserId)}::uuid`;
  const branches = branchesOf(source, terms, bind, { limit: LIST_LIMIT, own });
  if (source.described && terms.text.length >= MIN_WORD)
    branches.push(
      `(select id, 'name' as matched, 0 as rank from ${source.table}
        where ${own} and ${containsText({ sql: 'description', table: source.table }, terms.text, bind)} limit ${LIST_LIMIT})`,
    );
  if (findUsers && source.shown.userId !== undefined && mayNameUser(terms)) {
    // A user finds rows by their own name alone, and makes no one read those of others.
    const self = ownUserId === null ? 'true' : `users.id = ${bind(ownUserId)}::uuid`;
    const users = branchesOf(SOURCES.users, terms, bind, { limit: LIST_USERS, own: self }).join(
      '\nunion all\n',
    );
    // Of each user the newest, which an index knows: one user may have millions.
    branches.push(
      `(select r.id, 'user' as matched, 0 as rank
        from (select distinct id from (${users}) found_users limit ${LIST_USERS}) u cross join lateral (
          select id, created_at from ${source.table} where ${own} and user_id = u.id
          order by created_at desc, id desc limit ${LIST_LIMIT}
        ) r order by r.created_at desc, r.id desc limit ${LIST_LIMIT})`,
    );
  }
  const found =
    branches.length === 0
      ? 'select null::uuid where false'
      : `select id from (${branches.join('\nunion all\n')}) f`;
  return { sql: `array(${found})`, bindings };
}

/**
 * Reads these ids, once for the page, the count and the sums of a list; undefined without a text. Refuses nothing: ids of
 * other users' rows are left out by the list's own condition too.
 */
export async function readIdsFound(
  knex: Knex,
  resource: ListedResource,
  text: string | undefined,
  reader: Reader,
): Promise<string[] | undefined> {
  if (text === undefined) return undefined;
  const { sql, bindings } = idsFound(resource, text, reader);
  const { rows } = await knex.raw<{ rows: { ids: string[] }[] }>(`select ${sql} as ids`, bindings);
  return rows[0]?.ids ?? [];
}

const ownerColumn = (resource: ListedResource): string => (resource === 'users' ? 'id' : 'user_id');

/** Resources whose lists are searched by the same rules. */
export type ListedResource = Extract<
  SearchResource,
  'users' | 'payments' | 'withdrawals' | 'suspense' | 'transactions'
>;

/** Whether users are looked for at all: without them no user’s rows are. */
const mayNameUser = (terms: SearchTerms): boolean => terms.text.length >= MIN_WORD;

/** The rows of one resource, the best match of each, in order. */
function partOf(resource: SearchResource, branches: readonly string[]): string {
  const { table, shown } = SOURCES[resource];
  const ofCurrency = (name: 'token' | 'network') =>
    shown.currencyCode === undefined
      ? `null::text as ${name}`
      : `(select ${name} from currencies where code = ${shown.currencyCode}) as ${name}`;
  const column = (name: keyof SearchHit, type: string) => `${shown[name] ?? `null::${type}`} as "${name}"`;
  return `
    select '${resource}' as resource, r.id::text, found.matched, ${[
      column('name', 'text'),
      column('status', 'text'),
      column('amountUsd', 'text'),
      column('currencyCode', 'text'),
      ofCurrency('token'),
      ofCurrency('network'),
      column('suspenseAmountUsd', 'text'),
      column('needsAttention', 'text'),
      column('userId', 'text'),
      `${shown.userId === undefined ? 'null::text' : '(select username from users where id = r.user_id)'} as "userName"`,
      'r.created_at as "createdAt"',
      column('statusChangedAt', 'timestamptz'),
    ].join(', ')}
    from (
      select distinct on (id) id, matched, rank from (${branches.join('\nunion all\n')}) b order by id, rank
    ) found join ${table} r on r.id = found.id
    order by found.rank, r.created_at desc, r.id desc limit ${LIMIT}`;
}

function branchesOf(
  source: Source,
  terms: SearchTerms,
  bind: (value: string) => string,
  { limit, own } = { limit: LIMIT, own: 'true' },
): string[] {
  const branches: string[] = [];
  const { table } = source;
  const add = (matched: SearchMatch, condition: string) =>
    branches.push(
      `(select ${table}.id, '${matched}' as matched, ${branches.length} as rank
        from ${table} where ${own} and ${condition} limit ${limit})`,
    );
  for (const { from, to } of terms.ids)
    add('id', `${table}.id between ${bind(from)}::uuid and ${bind(to)}::uuid`);
  // A reference of an app may contain spaces, or look like a link.
  for (const value of new Set([...terms.tokens, terms.text]))
    for (const [matched, sql] of source.equal) add(matched, sql(bind(value)));
  for (const token of terms.tokens) {
    const internalId = beginningOfInternalId(token);
    // Digits and hexadecimal letters sort before z in every collation.
    if (source.internalId !== null && internalId !== null)
      add('id', `${source.internalId} between ${bind(internalId)} and ${bind(`${internalId}z`)}`);
    if (token.length >= MIN_ADDRESS)
      for (const [matched, sql] of source.beginsWith) add(matched, beginning(sql, token.toLowerCase(), bind));
  }
  if (terms.text.length >= MIN_WORD)
    for (const [matched, sql] of source.words) add(matched, beginning(sql, terms.text.toLowerCase(), bind));
  if (terms.text.length >= MIN_WORD && source.contains !== null)
    add('name', containsText({ sql: source.contains, table }, terms.text, bind));
  if (terms.amountUsd !== null)
    for (const sign of source.amountSigns)
      add('amount', `amount_usd = ${sign}${bind(terms.amountUsd)}::numeric order by id desc`);
  return branches;
}

/** `pay_20261128…` as it is written: the letters in front in capitals, the others small. */
function beginningOfInternalId(token: string): string | null {
  const match = /^(pay|wd)(_\d{4,14}(?:_[0-9a-f]{0,8})?)$/i.exec(token);
  const [, prefix = '', rest = ''] = match ?? [];
  return match === null ? null : prefix.toUpperCase() + rest.toLowerCase();
}

const beginning = (sql: string, text: string, bind: (value: string) => string): string =>
  `${sql} ~>=~ ${bind(text)} and ${sql} ~<~ ${bind(text + END)}`;

/** Newest rows of the users that the same statement finds. */
const ofFoundUsers = ({ table }: Source, rank: number): string =>
  `(select latest.id, 'user' as matched, ${rank} as rank from found_users
    cross join lateral (
      select id from ${table} where user_id = found_users.id::uuid order by created_at desc, id desc limit ${LATEST}
    ) latest limit ${LIMIT})`;
