import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openClusterTemplate, startClusterCopy, type DatabaseUrls } from '@paydesk/embedded-database';

const apps = resolve(import.meta.dirname, '../../../..');

/** What the filled database depends on. */
const SOURCES = [
  'server/migrations/*.sql',
  'server/src/currencies/*.ts',
  'simulator/src/coins/*.ts',
  'desk/src/demo/{demoCurrencies,seedCurrencies}.ts',
  'desk/src/sandbox/database/*.ts',
  'desk/src/sandbox/time/databaseClock.ts',
  '../packages/embedded-database/src/clusterTemplate.ts',
];

export interface SandboxDatabase extends DatabaseUrls {
  /** The desk's secret: the rows of the template are signed with it. */
  secret: string;
  admin: { email: string; password: string };
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a copy of the migrated database with currencies and one admin. The original is made once for every version of
 * its sources; what makes it is loaded only then.
 */
export async function openSandboxDatabase(cacheDir: string): Promise<SandboxDatabase> {
  const template = await openClusterTemplate({
    cacheDir,
    key: templateKey(),
    fill: async (urls) => await (await import('./fillTemplate.ts')).fillTemplate(urls),
  });
  const { secret = '', adminEmail: email = '', adminPassword: password = '' } = template.facts;
  return { ...(await startClusterCopy(template)), secret, admin: { email, password } };
}

function templateKey(): string {
  // Another account could not read it.
  const hash = createHash('sha256').update(String(process.getuid?.()));
  for (const path of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: apps })).toSorted())
    hash.update(path).update(readFileSync(join(apps, path)));
  return hash.digest('hex').slice(0, 16);
}
