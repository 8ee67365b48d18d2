import {
  applicationRoleOf,
  connectDatabase,
  ensureFirstStaff,
  type FirstStaff,
  migrateToLatest,
} from '@paydesk/server/database';
import type { Settings } from '@paydesk/server/settings';
import type { Knex } from 'knex';
import type { StopRequest } from '../supervisor/stopRequest.ts';
import type { Progress } from './progress.ts';

interface Account {
  email: string;
  /** Only when it was generated just now. */
  password: string | null;
}

/** The first admin: an account, or an invitation that waits for somebody to use it. */
type FirstAccount = Account & Pick<FirstStaff, 'invitation'>;

/** The accounts that this start has made or found. */
export interface Accounts {
  first: FirstAccount | null;
  /** A second person, for what takes two; with demo data only. */
  colleague: Account | null;
}

/**
 * Brings the schema up to date, makes the first account and fills a new embedded database with demo data.
 * `accounts` is filled in as soon as an account is there, so that its password can be shown even when a later
 * step fails.
 */
export async function prepareDatabase({
  settings,
  urls,
  progress,
  stop,
  accounts,
}: {
  settings: Settings;
  /** For server and worker, and for the role that owns the tables. */
  urls: { url: string; migrationUrl: string };
  progress: Progress;
  stop: StopRequest;
  accounts: Accounts;
}): Promise<void> {
  const knex = connectDatabase(urls.url, { applicationName: 'paydesk start', statementTimeoutMs: 0 });
  const prepare = async () => {
    const applied = await progress.step(
      'Checking the schema',
      async () => await migrate(urls, progress.note),
    );
    if (applied.length > 0)
      progress.note(`${applied.length} migration${applied.length === 1 ? '' : 's'} applied`);
    accounts.first = await ensureFirstStaff(settings, knex);
    if (settings.demo && settings.provider.simulated && (await isEmpty(knex)))
      accounts.colleague = await progress.step(
        'Filling the new database with demo data (DEMO=0 leaves it empty)',
        () => fillWithDemo(settings, knex, progress),
      );
  };
  try {
    await Promise.race([prepare(), stop.requested.then(() => stop.signal.throwIfAborted())]);
  } finally {
    await knex.destroy();
  }
}

async function migrate(
  { url, migrationUrl }: { url: string; migrationUrl: string },
  onBlocked: (reason: string) => void,
): Promise<string[]> {
  const owner = connectDatabase(migrationUrl, { applicationName: 'paydesk start', statementTimeoutMs: 0 });
  try {
    return await migrateToLatest(owner, {
      applicationRole: applicationRoleOf(url, migrationUrl),
      onBlocked,
    });
  } finally {
    await owner.destroy();
  }
}

/** Whether there is nothing yet that demo data could be mixed with. */
async function isEmpty(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { used: boolean }[] }>(
    'select exists (select from users) or exists (select from payments) as used',
  );
  return rows[0]?.used === false;
}

/**
 * Fills the desk with demo data. A failure is reported and does not end the start: the books are right at every
 * moment of it.
 */
async function fillWithDemo(settings: Settings, knex: Knex, progress: Progress): Promise<Account | null> {
  const { fillDemo } = await import('../demo/fillDemo.ts');
  try {
    return await fillDemo(settings, knex, (done, total, day) =>
      progress.detail(`${done} of ${total}, ${day}`),
    );
  } catch (error) {
    process.stderr.write(
      `The demo data is incomplete: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return null;
  }
}
