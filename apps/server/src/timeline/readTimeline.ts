import {
  currencyDisplayName,
  formatUsd,
  type Permission,
  TIMELINE_PAGE,
  type TimelineEntry,
  trimAmount,
} from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { readBehindCursor } from '../trpc/listRows.ts';
import { TIMELINE_SOURCES, type TimelineSource } from './timelineSources.ts';

export interface TimelineQuery {
  /** Whose timeline. */
  of: 'user' | 'payment';
  id: string;
  permissions: ReadonlySet<Permission>;
  perPage?: number | undefined;
  cursor?: string | undefined;
}

interface TimelinePage {
  data: TimelineEntry[];
  nextCursor: string | null;
}

/** Further deposits of a payment whose rows are shown with it: the newest. */
const MAX_CHILDREN = 20;

type Row = Omit<TimelineEntry, 'at' | 'actor' | 'currencyName'> & {
  source: string;
  at: Date;
  token: string | null;
  network: string | null;
  actorKind: NonNullable<TimelineEntry['actor']>['kind'] | null;
  actorId: string | null;
  actorName: string | null;
};

/**
 * Everything that happened to the money of a user or of a payment, newest first, without what the caller may not read.
 * One statement: every source reads its newest rows behind the cursor by an index, whatever the number of rows. Refuses
 * with INVALID_CURSOR.
 */
export async function readTimeline({ knex }: AppContext, query: TimelineQuery): Promise<TimelinePage> {
  const perPage = query.perPage ?? TIMELINE_PAGE;
  const after = query.cursor === undefined ? null : parseCursor(query.cursor);
  const branches = TIMELINE_SOURCES.flatMap((source, rank) =>
    query.permissions.has(source.permission) ? (branchOf(source, rank, query.of, after) ?? []) : [],
  );
  if (branches.length === 0) return { data: [], nextCursor: null };
  const statement = `${query.of === 'payment' ? SCOPE : ''}
    select t.*, c.token, c.network from (
      ${branches.join('\nunion all\n')}
      order by at desc, rank desc, id desc limit :limit
    ) t left join currencies c on c.code = t."currencyCode"
    order by t.at desc, t.rank desc, t.id desc`;
  const bindings = { id: query.id, limit: perPage + 1, at: after?.at ?? '', afterId: after?.id ?? '' };
  const { rows } = await readBehindCursor(
    query.cursor,
    async () => await knex.raw<{ rows: Row[] }>(statement, bindings),
  );
  const shown = rows.slice(0, perPage);
  const last = shown.at(-1);
  return {
    data: shown.map(present),
    nextCursor: rows.length > perPage && last !== undefined ? cursorOf(last) : null,
  };
}

const SCOPE = `with scope as materialized (
  select id from payments where id = :id
  union all
  (select id from payments where parent_payment_id = :id order by id desc limit ${MAX_CHILDREN})
)`;

interface Position {
  at: string;
  rank: number;
  id: string;
}

/** The newest rows of one source behind the cursor, or null if it has none of this kind of timeline. */
function branchOf(
  source: TimelineSource,
  rank: number,
  of: TimelineQuery['of'],
  after: Position | null,
): string | null {
  const found = of === 'user' ? source.ofUser : source.ofPayment;
  if (found === null) return null;
  const conditions = [found, source.where, after === null ? undefined : behind(source, rank, after)];
  const column = (sql: string | undefined, type: string, name: string) =>
    `${sql ?? 'null'}::${type} as ${name}`;
  const select = `select '${source.key}' as source, ${rank} as rank, ${[
    `${source.id} as id`,
    `'${source.kind}' as kind`,
    `${source.at} as at`,
    `'${source.resource}' as resource`,
    `${source.resourceId} as "resourceId"`,
    column(source.status, 'text', 'status'),
    column(source.detail, 'text', 'detail'),
    column(source.amountUsd, 'text', '"amountUsd"'),
    column(source.amount, 'text', 'amount'),
    column(source.currencyCode, 'text', '"currencyCode"'),
    column(source.text, 'text', 'text'),
    column(source.actor?.[0], 'text', '"actorKind"'),
    column(source.actor?.[1], 'text', '"actorId"'),
    column(source.actor?.[2], 'text', '"actorName"'),
  ].join(', ')}
    from ${source.table} r ${source.joins ?? ''}
    where ${conditions.filter((condition) => condition !== undefined).join(' and ')}
    order by ${source.at} desc, ${source.id} desc limit :limit`;
  return of === 'user' ? `(${select})` : `(select x.* from scope s cross join lateral (${select}) x)`;
}

/** Entries of one time are in the order of their sources, and of their ids within one. */
function behind({ at, id }: TimelineSource, rank: number, after: Position): string {
  if (rank < after.rank) return `${at} <= :at::timestamptz`;
  return rank === after.rank
    ? `(${at}, ${id}) < (:at::timestamptz, :afterId::uuid)`
    : `${at} < :at::timestamptz`;
}

function present({ source: _source, at, token, network, ...row }: Row & { rank?: number }): TimelineEntry {
  const { actorKind, actorId, actorName, rank: _rank, amountUsd, amount, currencyCode, ...entry } = row;
  return {
    ...entry,
    at: at.toISOString(),
    amountUsd: amountUsd === null ? null : formatUsd(amountUsd),
    amount: amount === null ? null : trimAmount(amount),
    currencyCode,
    currencyName: currencyCode === null ? null : currencyDisplayName({ code: currencyCode, token, network }),
    text: row.text === '' ? null : row.text,
    actor: actorKind === null ? null : { kind: actorKind, id: actorId, name: actorName },
  };
}

const cursorOf = ({ at, source, id }: Row): string =>
  Buffer.from(JSON.stringify([at.toISOString(), source, id])).toString('base64url');

function parseCursor(cursor: string): Position {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 3) {
      const [at, key, id] = parts.map(String);
      const rank = TIMELINE_SOURCES.findIndex((source) => source.key === key);
      const time = new Date(at ?? '');
      if (rank >= 0 && time.toISOString() === at && /^[0-9a-f-]{36}$/.test(id ?? ''))
        return { at, rank, id: id ?? '' };
    }
  } catch {
    // Refused below.
  }
  throw new DomainError('INVALID_CURSOR', 'this is not a cursor of a timeline');
}
