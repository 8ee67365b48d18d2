import { randomBytes } from 'node:crypto';
import type { DatabaseUrls } from '@paydesk/embedded-database';
import { applicationRoleOf, connectDatabase, migrateToLatest } from '@paydesk/server/database';
import {
  createAppContext,
  createNowpaymentsClient,
  createStaff,
  systemActor,
  type AppContext,
} from '@paydesk/server/domain';
import {
  createAuth,
  drawOriginBoundary,
  JOBS,
  recordDeskSettings,
  sealKeyOf,
} from '@paydesk/server/in-process';
import { createSimulator } from '@paydesk/simulator';
import { pino } from 'pino';
import { seedCurrencies } from '../../demo/seedCurrencies.ts';
import { simulatorOptions } from '../../simulator/startSimulator.ts';
import { sandboxSettings } from '../sandboxSettings.ts';
import { installDatabaseClock } from '../time/databaseClock.ts';

/** Of the admin in every copy. */
const ADMIN_EMAIL = 'admin@sandbox.test';

/** Migrates a new database and adds what every sandbox has. Returns the desk's secret and the admin's sign-in. */
export async function fillTemplate(urls: DatabaseUrls): Promise<Record<string, string>> {
  await installDatabaseClock(urls.superuserUrl);
  const owner = connectDatabase(urls.url, { statementTimeoutMs: 0 });
  await migrateToLatest(owner, { applicationRole: applicationRoleOf(urls.applicationUrl, urls.url) });
  await owner.destroy();
  const secret = randomBytes(24).toString('hex');
  const adminPassword = randomBytes(12).toString('base64url');
  await seed(urls.applicationUrl, secret, adminPassword);
  return { secret, adminEmail: ADMIN_EMAIL, adminPassword };
}

async function seed(databaseUrl: string, secret: string, adminPassword: string): Promise<void> {
  const knex = connectDatabase(databaseUrl);
  const settings = sandboxSettings({ port: 1, simulatorPort: 2, databaseUrl, secret, chosen: {} });
  const simulator = createSimulator({ ...simulatorOptions(settings), journalPath: undefined, timers: false });
  const { provider } = settings;
  const client = createNowpaymentsClient({ ...provider, fetch: simulator.fetch });
  const auth = createAuth({ knex, secret, publicUrl: settings.publicUrl, fastHashing: true });
  try {
    const ctx = createAppContext(settings, knex, pino({ level: 'silent' }), { provider: client, auth });
    await drawOriginBoundary(knex, sealKeyOf(secret));
    await recordDeskSettings(ctx);
    const admin = {
      email: ADMIN_EMAIL,
      name: 'Sandbox admin',
      role: 'admin',
      password: adminPassword,
    } as const;
    await createStaff(knex, auth, admin);
    const { size } = await seedCurrencies(ctx, systemActor('sandbox'));
    await learnMinimums(ctx, size);
  } finally {
    client.close();
    await simulator.close();
    await knex.destroy();
  }
}

/** Otherwise every copy would begin with these changes, each an event. */
async function learnMinimums(ctx: AppContext, currencies: number): Promise<void> {
  const job = JOBS.find(({ name }) => name === 'currencies-refresh-minimums');
  for (let runs = 0; runs < currencies; runs += 1) await job?.run(ctx);
}
