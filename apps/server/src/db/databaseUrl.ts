import type { Settings } from '../base/settings.ts';

/**
 * The address of the database.
 * @throws Error telling what to do when there is none
 */
export function databaseUrlOf({ databaseUrl }: Pick<Settings, 'databaseUrl'>): string {
  if (databaseUrl !== null) return databaseUrl;
  throw new Error(
    'DATABASE_URL is not set. Set it to a PostgreSQL (15 or newer), or start a whole desk with: npx -y pnpm@12 start',
  );
}
