import type { AppContext } from '../context/appContext.ts';
import { ownsTables } from '../db/applicationRole.ts';

/** Tells the operator when one role does everything: whoever has its password can switch every rule off. */
export async function warnAboutOwner({ knex, log }: AppContext): Promise<void> {
  // A database that is away is reported by whatever needs it.
  if (await ownsTables(knex).catch(() => false))
    log.warn(
      { alarm: 'DATABASE_OWNER' },
      'DATABASE_URL names the role that owns the tables: set MIGRATION_DATABASE_URL to it, and DATABASE_URL to a role without rights to change them (docs/operations.md)',
    );
}
