import type { Knex } from 'knex';
import type { Finding } from './finding.ts';

/**
 * Who may do what in the database, and where names are found: settings of the database or a role that put other
 * functions and operators before PostgreSQL's own, such functions and operators, and rights that the migrations do not
 * give. The rights to read, and more settings, are the operator's own affair.
 */
export async function verifyRights(trx: Knex): Promise<Finding> {
  const { rows } = await trx.raw<{ rows: { name: string; problem: string }[] }>(PROBLEMS);
  const [first] = rows;
  return {
    rows: 0,
    faults: rows.length,
    firstBad: first === undefined ? null : { table: 'database', id: first.name, problem: first.problem },
  };
}

// Bits of tgtype: 8 delete, 16 update. The same rule as in `grantToApplication`.
const PROBLEMS = /* sql */ `
  with home as (
    select n.oid, n.nspowner from pg_namespace n
    where n.oid = (select relnamespace from pg_class where oid = to_regclass('transactions'))
  ),
  own as (
    select c.oid, c.relname, c.relowner, c.relacl, coalesce(bit_or(g.tgtype) filter (where p.proname = 'prevent_change'), 0)
      as prevented
    from pg_class c join home on home.oid = c.relnamespace
    left join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
    left join pg_proc p on p.oid = g.tgfoid
    where c.relkind in ('r', 'p') and c.relname not like 'knex\\_%'
      and pg_get_userbyid(c.relowner) = (select pg_get_userbyid(relowner) from pg_class where oid = to_regclass('transactions'))
    group by c.oid
  ),
  granted as (
    select o.relname, o.relowner, o.prevented, a.grantee, a.privilege_type
    from own o, aclexplode(o.relacl) a where a.grantee <> o.relowner
  )
  select coalesce(r.rolname, 'database') as name, 'it has the setting ' || s.setting as problem
  from pg_db_role_setting d cross join unnest(d.setconfig) as s (setting)
  left join pg_roles r on r.oid = d.setrole
  where d.setdatabase in (0, (select oid from pg_database where datname = current_database()))
    and split_part(s.setting, '=', 1) in (
      'search_path', 'session_replication_role', 'session_preload_libraries', 'local_preload_libraries'
    )
    and (d.setrole = 0 or d.setrole in (select relowner from own union select grantee from granted))
  union all
  select format('operator %I.%s', n.nspname, o.oprname), 'no migration defines it'
  from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
  where n.nspname not in ('pg_catalog', 'information_schema') and o.oprnamespace <> (select oid from home)
    and not exists (select from pg_depend d where d.objid = o.oid and d.classid = 'pg_operator'::regclass and d.deptype = 'e')
  union all
  select format('function %I.%I', n.nspname, p.proname), 'it could take the place of one of the same name'
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname not in ('pg_catalog', 'information_schema') and p.pronamespace <> (select oid from home)
    and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    and exists (
      select from pg_proc q where q.proname = p.proname and q.oid <> p.oid
        and q.pronamespace in ('pg_catalog'::regnamespace, (select oid from home))
    )
  union all
  select g.relname, format('%s has the right to %s', coalesce(r.rolname, 'everybody'), lower(g.privilege_type))
  from granted g left join pg_roles r on r.oid = g.grantee
  where g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    or (g.privilege_type = 'UPDATE' and g.prevented & 16 <> 0)
    or (g.privilege_type = 'DELETE' and g.prevented & 8 <> 0)
    or (g.grantee = 0 and g.privilege_type <> 'SELECT')
  union all
  select coalesce(r.rolname, 'everybody'), 'it has the right to create in the schema'
  from pg_namespace n join home on home.oid = n.oid, aclexplode(n.nspacl) a left join pg_roles r on r.oid = a.grantee
  where a.privilege_type = 'CREATE' and a.grantee <> n.nspowner
    and (a.grantee = 0 or a.grantee in (select grantee from granted))
  union all
  select r.rolname, 'it is a member of the role that owns the tables'
  from pg_roles r where r.oid in (select grantee from granted)
    and pg_has_role(r.oid, (select relowner from own limit 1), 'MEMBER')`;
