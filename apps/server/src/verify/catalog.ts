import type { Knex } from 'knex';
import { sha256Hex } from '../base/identifiers.ts';

/** What an object of the schema is called, such as `trigger payments_guard on payments`, and what defines it. */
export type Catalog = ReadonlyMap<string, string>;

/**
 * Reads what the schema consists of from PostgreSQL's catalog: tables with their columns, domains, functions,
 * triggers with their state, constraints, indexes, rules, row security, operators and casts. The texts are the same on
 * every supported version of PostgreSQL and do not name the schema. The members of extensions and the tables of the
 * migration tool are left out.
 */
export async function readCatalog(trx: Knex): Promise<Catalog> {
  const { rows } = await trx.raw<{ rows: ObjectRow[] }>(OBJECTS);
  return new Map(
    rows.map(({ schema, trigrams, name, definition }) => {
      const plain = (text: string) =>
        text
          .replaceAll(`${schema}.`, '')
          .replaceAll(`${trigrams}.`, '')
          .replaceAll(`search_path=${schema},`, 'search_path=home,');
      return [plain(name), plain(definition)];
    }),
  );
}

/** 128 bits of the SHA-256 of every definition: short enough to be kept beside the migrations. */
export function fingerprintsOf(catalog: Catalog): Record<string, string> {
  return Object.fromEntries(
    [...catalog]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, definition]) => [name, sha256Hex(definition).slice(0, 32)]),
  );
}

interface ObjectRow {
  schema: string;
  /** The schema of the extension pg_trgm, whose operator classes the indexes use. */
  trigrams: string;
  name: string;
  definition: string;
}

const OBJECTS = /* sql */ `
  with home as (
    select n.oid, quote_ident(n.nspname) as schema from pg_namespace n
    where n.oid = (select relnamespace from pg_class where oid = to_regclass('transactions'))
  ),
  relation as (
    select c.* from pg_class c, home
    where c.relnamespace = home.oid and c.relkind in ('r', 'p') and c.relname not like 'knex\\_%'
  ),
  -- Only a superuser creates functions in C: others cannot hide in an extension.
  function as (
    select p.*, l.lanname from pg_proc p join pg_language l on l.oid = p.prolang, home
    where p.pronamespace = home.oid and not (
      l.lanname = 'c'
      and exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    )
  )
  select (select schema from home) as schema, (
      select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
      where e.extname = 'pg_trgm'
    ) as trigrams, o.name, o.definition
  from (
    select 'table ' || r.relname as name, concat_ws(' ', r.relkind::text, r.relpersistence::text,
      case when r.relrowsecurity then 'row security' end, case when r.relforcerowsecurity then 'forced' end,
      case when r.relhassubclass then 'inherited' end, case when r.relispartition then 'partition' end) as definition
    from relation r
    union all
    select format('column %s.%s', r.relname, a.attname), concat_ws(' ', format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then 'not null' end, a.attgenerated::text, a.attidentity::text,
      pg_get_expr(d.adbin, d.adrelid))
    from relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
    union all
    select 'domain ' || t.typname, concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
      case when t.typnotnull then 'not null' end, t.typdefault)
    from pg_type t, home where t.typnamespace = home.oid and t.typtype = 'd'
    union all
    select format('constraint %s on %s', c.conname, coalesce(r.relname, t.typname)),
      concat_ws(' ', pg_get_constraintdef(c.oid), case when not c.convalidated then 'not validated' end)
    from pg_constraint c left join relation r on r.oid = c.conrelid
    left join (select y.* from pg_type y, home where y.typnamespace = home.oid) t on t.oid = c.contypid
    -- PostgreSQL 18 lists "not null" here as well; the columns have it on every version.
    where c.contype in ('c', 'f', 'p', 'u', 'x') and (r.oid is not null or t.oid is not null)
    union all
    select format('function %s(%s)', f.proname, pg_get_function_identity_arguments(f.oid)), concat_ws(' ',
      f.prokind::text, pg_get_function_arguments(f.oid), pg_get_function_result(f.oid), f.lanname::text,
      f.provolatile::text, case when f.proisstrict then 'strict' end,
      case when f.prosecdef then 'security definer' end, array_to_string(f.proconfig, ' '),
      coalesce(pg_get_function_sqlbody(f.oid), f.prosrc))
    from function f
    union all
    select format('trigger %s on %s', t.tgname, r.relname),
      concat_ws(' ', t.tgenabled::text, pg_get_triggerdef(t.oid))
    from pg_trigger t join relation r on r.oid = t.tgrelid where not t.tgisinternal
    union all
    select format('foreign key triggers on %s', r.relname), 'some are disabled'
    from relation r where exists (
      select from pg_trigger t where t.tgrelid = r.oid and t.tgisinternal and t.tgenabled <> 'O'
    )
    union all
    select 'index ' || i.relname,
      concat_ws(' ', pg_get_indexdef(x.indexrelid), case when not x.indisvalid then 'invalid' end)
    from pg_index x join relation r on r.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    union all
    select format('rule %s on %s', w.rulename, r.relname), pg_get_ruledef(w.oid)
    from pg_rewrite w join relation r on r.oid = w.ev_class
    union all
    select format('row security policy %s on %s', p.polname, r.relname),
      concat_ws(' ', p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_policy p join relation r on r.oid = p.polrelid
    union all
    select format('operator %s (%s, %s)', o.oprname, format_type(o.oprleft, null), format_type(o.oprright, null)),
      o.oprcode::text
    from pg_operator o, home where o.oprnamespace = home.oid
      and not exists (select from pg_depend d where d.objid = o.oid and d.classid = 'pg_operator'::regclass and d.deptype = 'e')
    union all
    select format('cast %s as %s', format_type(k.castsource, null), format_type(k.casttarget, null)),
      k.castfunc::text
    from pg_cast k where k.oid >= 16384
      and not exists (select from pg_depend d where d.objid = k.oid and d.classid = 'pg_cast'::regclass and d.deptype = 'e')
  ) o`;
