import { rmSync } from 'node:fs';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase } from '@paydesk/embedded-database';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { systemActor } from '../../src/base/actor.ts';
import { readSettings } from '../../src/base/settings.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { upsertUser } from '../../src/users/upsertUser.ts';

export interface BenchDesk {
  ctx: AppContext;
  knex: Knex;
  userIds: readonly string[];
  /** Removes the database too, unless it is kept. */
  close(): Promise<void>;
}

export const benchActor = systemActor('benchmark');

/**
 * A desk on an embedded PostgreSQL with fsync on, and users without money: a new one, which `close` removes, or the one
 * in `dataDir`.
 */
export async function openBenchDesk({
  users,
  dataDir,
}: {
  users: number;
  dataDir?: string | undefined;
}): Promise<BenchDesk> {
  const folder = dataDir ?? temporaryDataDir('bench');
  const database = await embeddedDatabase({ dataDir: folder }).ensureRunning();
  const knex = connectDatabase(database.url, { poolMax: 20, statementTimeoutMs: 0 });
  await migrateToLatest(knex);
  const ctx = createAppContext(
    readSettings({ LOG_LEVEL: 'silent' }, () => 'a secret for the benchmark alone, long enough'),
    knex,
    pino({ level: 'silent' }),
  );
  const userIds: string[] = [];
  for (let n = 0; n < users; n += 1)
    userIds.push(
      (await upsertUser(ctx, benchActor, { externalId: `bench-${n}`, username: `bench ${n}` })).id,
    );
  return {
    ctx,
    knex,
    userIds,
    async close() {
      await knex.destroy();
      await database.stop();
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
