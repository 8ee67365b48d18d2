import type { Knex } from 'knex';

/** What keeps the tables of users from being distributed by the user, as the catalog knows it. */
interface Obstacles {
  /** Tables that are distributed by their column `user_id`; `users` by its `id`. */
  tables: string[];
  /** Unique indexes that do not contain the user: a distributed table cannot have them. */
  uniqueIndexes: { table: string; index: string; columns: string }[];
  /** Foreign keys from a distributed table that do not contain the user. */
  foreignKeys: { table: string; columns: string; target: string; isDistributed: boolean }[];
  /** Triggers of distributed tables whose functions name tables that are not, or one lock for all users. */
  triggers: { table: string; trigger: string; uses: string }[];
}

export async function readObstacles(knex: Knex): Promise<Obstacles> {
  const rowsOf = async <Row>(sql: string) => (await knex.raw<{ rows: Row[] }>(`${TABLES}${sql}`)).rows;
  const tables = await rowsOf<{ table: string }>('select name as "table" from distributed order by 1');
  return {
    tables: tables.map(({ table }) => table),
    uniqueIndexes: await rowsOf(UNIQUE_INDEXES),
    foreignKeys: await rowsOf(FOREIGN_KEYS),
    triggers: await rowsOf(TRIGGERS),
  };
}

// Every table with the column, but events: their numbers are those of the desk.
const TABLES = /* sql */ `
  with distributed as (
    select c.oid, c.relname as name, a.attnum as user_column
    from pg_class c join pg_attribute a on a.attrelid = c.oid
      and a.attname = case when c.relname = 'users' then 'id' else 'user_id' end
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and c.relname not in ('events', 'event_outbox')
      and (c.relname = 'users' or exists (
        select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey)))
  )
`;

const UNIQUE_INDEXES = /* sql */ `
  select d.name as "table", i.indexrelid::regclass::text as index,
    regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING \\w+ ', '') as columns
  from distributed d join pg_index i on i.indrelid = d.oid
  where i.indisunique and not d.user_column = any(i.indkey)
  order by 1, 2`;

const FOREIGN_KEYS = /* sql */ `
  select d.name as "table", target.relname as target, other.oid is not null as "isDistributed",
    (select string_agg(attname, ', ' order by attnum) from pg_attribute
      where attrelid = d.oid and attnum = any(k.conkey)) as columns
  from distributed d
  join pg_constraint k on k.conrelid = d.oid and k.contype = 'f'
  join pg_class target on target.oid = k.confrelid
  left join distributed other on other.oid = target.oid
  where not (d.user_column = any(k.conkey) and other.user_column = any(k.confkey))
    or other.oid is null
  order by 1, 4`;

const TRIGGERS = /* sql */ `
  select d.name as "table", g.tgname as trigger, string_agg(distinct used.name, ', ' order by used.name) as uses
  from distributed d
  join pg_trigger g on g.tgrelid = d.oid and not g.tgisinternal
  join pg_proc p on p.oid = g.tgfoid
  -- What the function names itself, and what emit_event names for it.
  cross join lateral (select p.prosrc || case when p.prosrc like '%emit_event(%' then ' into event_outbox ' else '' end
    as source) s
  cross join lateral (
    select match[2] as name from regexp_matches(s.source, '(from|join|into|update)\\s+([a-z_]+)', 'g') match
    join pg_class c on c.relname = match[2] and c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
    where not exists (select from distributed o where o.name = match[2])
    union all
    select 'one lock for all users' where s.source like '%pg_advisory_xact_lock%'
  ) used
  group by 1, 2
  order by 1, 2`;
