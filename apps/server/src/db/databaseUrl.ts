import type { Settings } from '../base/settings.ts';
import { embeddedDatabase } from './embedded/embeddedDatabase.ts';

/** The database of these settings; the embedded one is started if it does not run yet. */
export async function databaseUrlOf(settings: Pick<Settings, 'databaseUrl' | 'dataDir'>): Promise<string> {
  if (settings.databaseUrl !== null) return settings.databaseUrl;
  return (await embeddedDatabase({ dataDir: settings.dataDir }).ensureRunning()).url;
}
