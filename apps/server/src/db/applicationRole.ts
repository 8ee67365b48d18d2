import type { Knex } from 'knex';
import { fromKnex, PgBoss } from 'pg-boss';
import { databaseAddresses } from '../base/databaseAddresses.ts';

/** Where the job queue keeps its tables. */
export const JOB_SCHEMA = 'jobs';

/**
 * Gives the role that server and worker use the rights that it needs, and no others: it reads and writes rows, and
 * can neither change tables, triggers and functions nor empty a table. Where a trigger keeps rows from being updated
 * or deleted, the role has no right to try. The owner runs this after each migration.
 */
export async function grantToApplication(knex: Knex, role: string): Promise<void> {
  const boss = new PgBoss({ db: fromKnex(knex), schema: JOB_SCHEMA, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
  await knex.transaction(async (trx) => {
    // Of the transaction: the next statement of the pool may go through another connection.
    await trx.raw("select set_config('paydesk.application_role', ?, true)", [role]);
    await trx.raw(GRANTS);
  });
}

/** The role of server and worker; null when it is the owner itself. */
export function applicationRoleOf(databaseUrl: string, migrationUrl: string): string | null {
  const [role, owner] = [databaseUrl, migrationUrl]
    .map((url) => new URL(databaseAddresses(url)[0] ?? url))
    .map(({ username }) => decodeURIComponent(username));
  return role === undefined || role === owner ? null : role;
}

/** Whether the connection's role could change the rules: it owns the tables, itself or by membership. */
export async function ownsTables(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { owns: boolean }[] }>(
    `select pg_has_role(relowner, 'MEMBER') as owns from pg_class where oid = to_regclass('transactions')`,
  );
  return rows[0]?.owns ?? false;
}

// Tables of a schema that is not the desk's own, and rights that somebody gave by hand, stay as they are.
// TEMPORARY: a temporary table would take the place of a real one in the functions of the triggers.
const GRANTS = /* sql */ `
  do $$
  declare
    role text := current_setting('paydesk.application_role');
    home text := quote_ident(current_schema());
    t record;
  begin
    if (select rolsuper from pg_roles where rolname = role) then
      raise exception 'the role % of DATABASE_URL is a superuser: no right can be withheld from it', role;
    end if;
    execute format('revoke create on schema %s from public', home);
    execute format('revoke temporary on database %I from public', current_database());
    execute format('revoke temporary on database %I from %I', current_database(), role);
    if has_database_privilege(role, current_database(), 'temporary') then
      raise exception 'the owner of the database has to run: revoke temporary on database % from public',
        quote_ident(current_database());
    end if;
    execute format('grant usage on schema %s, ${JOB_SCHEMA} to %I', home, role);
    for t in
      select c.oid, c.oid::regclass as name, c.relname,
        -- Bits of tgtype: 8 delete, 16 update.
        coalesce(bit_or(g.tgtype) filter (where p.proname = 'prevent_change'), 0) as prevented
      from pg_class c
      left join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
      left join pg_proc p on p.oid = g.tgfoid
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and pg_has_role(c.relowner, 'MEMBER')
      group by c.oid
    loop
      execute format('revoke all on %s from %I', t.name, role);
      execute format('grant select on %s to %I', t.name, role);
      continue when t.relname like 'knex\\_%';
      execute format('grant insert on %s to %I', t.name, role);
      if t.prevented & 16 = 0 then execute format('grant update on %s to %I', t.name, role); end if;
      if t.prevented & 8 = 0 then execute format('grant delete on %s to %I', t.name, role); end if;
    end loop;
    execute format('grant usage, select on all sequences in schema %s to %I', home, role);
    execute format('grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to %I', role);
    execute format('grant usage, select on all sequences in schema ${JOB_SCHEMA} to %I', role);
    execute format('alter default privileges in schema ${JOB_SCHEMA} grant select, insert, update, delete on tables to %I', role);
  end $$`;
