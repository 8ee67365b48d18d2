import type { Knex } from 'knex';
import { pino } from 'pino';
import type { Settings } from '../base/settings.ts';
import { connectDatabase } from '../db/connect.ts';
import { embeddedDatabase } from '../db/embedded/embeddedDatabase.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { startSimulator } from '../demo/startSimulator.ts';
import { createAppContext } from '../context/createAppContext.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Surroundings } from './command.ts';
import { CommandFailure } from './failure.ts';

/**
 * Opens the database for a piece of work. An embedded one is adopted or started; if nobody else uses it
 * afterwards, it is stopped again.
 */
export async function withDatabase<T>(
  { settings, say, interrupted }: Surroundings,
  work: (knex: Knex) => Promise<T>,
): Promise<T> {
  const embedded =
    settings.databaseUrl === null
      ? await embeddedDatabase({ dataDir: settings.dataDir, log: say }).ensureRunning()
      : null;
  if (embedded?.startedHere === true) say('Started PostgreSQL for this command');
  try {
    const knex = connectDatabase(settings.databaseUrl ?? embedded?.url ?? '', {
      applicationName: 'paydesk command',
      statementTimeoutMs: 0,
    });
    try {
      return await Promise.race([work(knex), interrupted]);
    } finally {
      await knex.destroy();
    }
  } finally {
    await embedded?.stop();
  }
}

/**
 * A desk for a piece of work, on a database that is up to date.
 *
 * @param needs.provider the provider will be asked: without a running desk the simulator is started for as
 *   long as it takes
 * @throws CommandFailure when migrations are missing
 */
export async function withContext<T>(
  surroundings: Surroundings,
  needs: { provider: boolean },
  work: (ctx: AppContext) => Promise<T>,
): Promise<T> {
  return await withDatabase(surroundings, async (knex) => {
    await refuseOldSchema(knex);
    const simulator = needs.provider ? await startSimulator(surroundings.settings) : null;
    if (simulator !== null) surroundings.say('Started the provider simulator for this command');
    const ctx = createAppContext(surroundings.settings, knex, quietLog(surroundings.settings));
    try {
      return await work(ctx);
    } finally {
      ctx.provider.close();
      await simulator?.close();
    }
  });
}

async function refuseOldSchema(knex: Knex): Promise<void> {
  const missing = await pendingMigrations(knex);
  if (missing.length > 0)
    throw new CommandFailure(
      `The database is not up to date: ${missing.length} migrations are missing. Run “pnpm paydesk migrate” first.`,
    );
}

/**
 * What a person must know is said by the command; the log is for those who ask for it, and never on stdout.
 */
function quietLog({ logLevel }: Settings) {
  return pino(
    { level: logLevel === 'debug' || logLevel === 'trace' ? logLevel : 'silent' },
    pino.destination({ dest: 2, sync: true }),
  );
}
