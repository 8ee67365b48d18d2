import { PROGRAM } from '../../base/files.ts';
import { ownsTables } from '../../db/applicationRole.ts';
import { newerMigrations, pendingMigrations } from '../../db/migrate.ts';
import { inSnapshot } from '../../verify/inSnapshot.ts';
import { verifyRights } from '../../verify/verifyRights.ts';
import { verifySchema } from '../../verify/verifySchema.ts';
import type { Finding } from '../../verify/finding.ts';
import {
  type Check,
  type CheckResult,
  databaseCheck,
  failed,
  notice,
  ok,
  rowCheck,
  unlessSimulated,
  warning,
} from '../check.ts';

const ROLES = 'docs/operations.md#two-roles-in-the-database';
const VERIFY = 'docs/operations.md#what-verify-checks';
const DOCTOR = 'docs/operations.md#the-doctor';
const MAX_SKEW_SECONDS = 2;
const OLD_XID_AGE = 1_000_000_000;

/** The database itself: schema, rights, clock, load. */
export const databaseChecks: readonly Check[] = [
  databaseCheck(
    {
      name: 'migrations',
      title: 'The database is as new as this version',
      advice: `Run “${PROGRAM} migrate”.`,
      link: 'docs/operations.md#upgrades',
    },
    async (knex) => {
      const missing = await pendingMigrations(knex);
      if (missing.length > 0) return failed(`${missing.length} migrations are missing.`);
      const newer = await newerMigrations(knex);
      return newer.length === 0
        ? ok('No migration is missing.')
        : notice(`A newer version has applied ${newer.length} migrations.`);
    },
  ),
  databaseCheck(
    {
      name: 'schema',
      title: 'Functions, triggers, constraints and indexes are those of the migrations, and triggers are on',
      advice: `Stop all payouts, find out who changed it, and run “${PROGRAM} verify”.`,
      link: VERIFY,
    },
    async (knex) => ofFinding(await inSnapshot(knex, verifySchema)),
  ),
  databaseCheck(
    {
      name: 'rights',
      title: 'Rights and settings of the database are those of the migrations',
      advice: `Revoke what is named, then run “${PROGRAM} migrate”.`,
      link: ROLES,
    },
    async (knex) => ofFinding(await inSnapshot(knex, verifyRights)),
  ),
  databaseCheck(
    {
      name: 'database-role',
      title: 'Server and worker do not own the tables',
      advice: 'Set MIGRATION_DATABASE_URL to the owner, and DATABASE_URL to another role.',
      link: ROLES,
    },
    async (knex, { settings }) =>
      (await ownsTables(knex))
        ? unlessSimulated(settings, 'The role of DATABASE_URL can switch every rule off.')
        : ok('Their role can change no table, trigger or function.'),
  ),
  databaseCheck(
    {
      name: 'database-clock',
      title: 'The clocks of this machine and of the database agree',
      advice: 'Let both follow a time server (NTP).',
      link: DOCTOR,
    },
    async (knex) => {
      const before = Date.now();
      const { rows } = await knex.raw<{ rows: { ms: number }[] }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
      );
      const middle = (before + Date.now()) / 2;
      const seconds = Math.abs((rows[0]?.ms ?? 0) - middle) / 1000;
      const found = `They differ by ${seconds.toFixed(1)} seconds.`;
      return seconds > MAX_SKEW_SECONDS ? failed(found) : ok(found);
    },
  ),
  rowCheck<{ fsync: string; full_page_writes: string; commits: string }>(
    {
      name: 'durability',
      title: 'PostgreSQL keeps what it has acknowledged',
      advice: 'Set fsync, full_page_writes and synchronous_commit to on, and restart PostgreSQL.',
      link: DOCTOR,
    },
    `select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
      current_setting('synchronous_commit') as commits`,
    ({ fsync, full_page_writes: pages, commits }, settings) =>
      fsync === 'on' && pages === 'on' && commits !== 'off'
        ? ok('Nothing acknowledged is lost when the machine stops.')
        : unlessSimulated(settings, 'A crash of the machine loses postings, or the whole database.'),
  ),
  databaseCheck(
    {
      name: 'pooler',
      title: 'Behind a pooler the role has limits of time',
      advice:
        'Give the role of DATABASE_URL statement_timeout, lock_timeout and idle_in_transaction_session_timeout, as the page says.',
      link: 'docs/operate/pgbouncer.md',
    },
    async (knex, { settings }) => {
      if (settings.directDatabaseUrl === null) return ok('There is no pooler.');
      const { rows } = await knex.raw<{ rows: { limits: number }[] }>(
        `select count(distinct split_part(setting, '=', 1))::int as limits
          from pg_db_role_setting cross join unnest(setconfig) as setting
          where setrole in (0, current_user::regrole)
            and setdatabase in (0, (select oid from pg_database where datname = current_database()))
            and split_part(setting, '=', 1) in
              ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`,
      );
      return rows[0]?.limits === 3
        ? ok('It has.')
        : warning('Statements outside of a transaction may wait without end.');
    },
  ),
  rowCheck<{ used: number; most: number }>(
    {
      name: 'connections',
      title: 'Connections to PostgreSQL',
      advice: 'Raise max_connections, or run fewer processes.',
      link: DOCTOR,
    },
    `select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as most`,
    ({ used, most }) => {
      const found = `${used} of ${most} are in use.`;
      return used > most * 0.8 ? warning(found) : ok(found);
    },
  ),
  rowCheck<{ seconds: number }>(
    {
      name: 'long-transactions',
      title: 'No transaction is open for long',
      advice: 'Find it in pg_stat_activity and end it: rows cannot be sealed or cleaned up meanwhile.',
      link: DOCTOR,
    },
    `select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as seconds
      from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
    ({ seconds }) => (seconds > 300 ? warning(`One is open for ${Math.round(seconds)} s.`) : ok('None is.')),
  ),
  rowCheck<{ autovacuum: string; age: string; dead: string | null }>(
    {
      name: 'vacuum',
      title: 'Dead rows are removed',
      advice: 'Set autovacuum to on, and run “vacuum analyze” once.',
      link: DOCTOR,
    },
    `select current_setting('autovacuum') as autovacuum, age(datfrozenxid)::text as age,
      (select relname::text from pg_stat_user_tables
        where n_dead_tup > 10000 and n_dead_tup > n_live_tup order by n_dead_tup desc limit 1) as dead
      from pg_database where datname = current_database()`,
    ({ autovacuum, age, dead }) => {
      if (Number(age) > OLD_XID_AGE) return failed(`The oldest transaction number is ${age} behind.`);
      if (autovacuum !== 'on') return warning('autovacuum is off.');
      return dead === null ? ok('autovacuum keeps up.') : warning(`${dead} has more dead rows than others.`);
    },
  ),
];

const ofFinding = ({ rows, faults, firstBad }: Finding): CheckResult =>
  firstBad === null
    ? ok(rows === 0 ? 'Nothing differs.' : `${rows} objects are as they should be.`)
    : failed(`${faults} differ; the first: ${firstBad.id ?? firstBad.table}: ${firstBad.problem}.`);
