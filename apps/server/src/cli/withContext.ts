import type { Knex } from 'knex';
import { pino } from 'pino';
import { PROGRAM } from '../base/files.ts';
import type { Settings } from '../base/settings.ts';
import type { AppContext } from '../context/appContext.ts';
import { createAppContext } from '../context/createAppContext.ts';
import { connectDatabase } from '../db/connect.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { postgresErrorOf } from '../db/refusal.ts';
import { drawOriginBoundary } from '../seals/originBoundary.ts';
import { sealKeyOf } from '../seals/sealKey.ts';
import type { CommandContext, OpenDatabase } from './command.ts';
import { CommandFailure } from './failure.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

/** Opens the database for a piece of work, as the role that owns the tables or as that of server and worker. */
export async function withDatabase<T>(
  { settings, services, note, interrupted }: CommandContext,
  role: 'owner' | 'application',
  work: (knex: Knex, database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await services.openDatabase(settings, note);
  try {
    const knex = connectDatabase(role === 'owner' ? database.migrationUrl : database.url, {
      applicationName: 'paydesk command',
      statementTimeoutMs: 0,
    });
    try {
      return await Promise.race([work(knex, database), interrupted]);
    } finally {
      await knex.destroy();
    }
  } finally {
    await database.close();
  }
}

/**
 * Gives a piece of work the app's context, on a database that is up to date.
 *
 * @param needs.provider the work asks the provider
 * @param needs.role the role that does it: that of server and worker when left out
 * @throws CommandFailure when migrations are missing
 */
export async function withContext<T>(
  context: CommandContext,
  needs: { provider: boolean; role?: 'owner' | 'application' },
  work: (ctx: AppContext) => Promise<T>,
): Promise<T> {
  return await withDatabase(context, needs.role ?? 'application', async (knex) => {
    await requireCurrentSchema(knex);
    const provider = needs.provider ? await context.services.startProvider(context.settings) : null;
    if (provider !== null) context.note('Started the provider simulator for this command');
    const ctx = createAppContext(context.settings, knex, quietLog(context.settings));
    await drawOriginBoundary(knex, sealKeyOf(context.settings.seals.secret));
    try {
      return await work(ctx);
    } finally {
      ctx.provider.close();
      await provider?.close();
    }
  });
}

async function requireCurrentSchema(knex: Knex): Promise<void> {
  const missing = await pendingMigrations(knex).catch((error: unknown) => {
    if (postgresErrorOf(error)?.code === INSUFFICIENT_PRIVILEGE)
      throw new CommandFailure(
        `The role of DATABASE_URL has no rights in this database yet. Run “${PROGRAM} migrate” first.`,
      );
    throw error;
  });
  if (missing.length > 0)
    throw new CommandFailure(
      `The database is not up to date: ${missing.length} migrations are missing. Run “${PROGRAM} migrate” first.`,
    );
}

/** The command prints what a person must know; the log is for debugging, and never on stdout. */
function quietLog({ logLevel }: Settings) {
  return pino(
    { level: logLevel === 'debug' || logLevel === 'trace' ? logLevel : 'silent' },
    pino.destination({ dest: 2, sync: true }),
  );
}
