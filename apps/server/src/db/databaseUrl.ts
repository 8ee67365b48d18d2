import type { Settings } from '../base/settings.ts';

type Urls = Pick<Settings, 'databaseUrl' | 'directDatabaseUrl' | 'migrationDatabaseUrl'>;

/**
 * The address of the database, of a pooler perhaps.
 * @throws Error telling what to do when there is none
 */
export function databaseUrlOf({ databaseUrl }: Pick<Urls, 'databaseUrl'>): string {
  if (databaseUrl !== null) return databaseUrl;
  throw new Error(
    'DATABASE_URL is not set. Set it to a PostgreSQL (15 or newer), or start a whole desk with: npx -y pnpm@12 start',
  );
}

/**
 * The addresses for what needs PostgreSQL itself, such as a command, for the role of server and worker and for the one that
 * owns the tables; null: there is no database of one's own.
 */
export function directUrlsOf({
  databaseUrl,
  directDatabaseUrl,
  migrationDatabaseUrl,
}: Urls): { url: string; migrationUrl: string } | null {
  const url = directDatabaseUrl ?? databaseUrl;
  return url === null ? null : { url, migrationUrl: migrationDatabaseUrl ?? url };
}
