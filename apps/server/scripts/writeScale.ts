import { executeOnServer, startScratchServer } from '@paydesk/embedded-database';
import { writeGenerated } from '../../../scripts/docs/generatedPart.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { SCALE_PART } from './distribution/scalePart.ts';
import { presentObstacles } from './distribution/presentObstacles.ts';

/**
 * Writes into docs/scale.md what the catalog of a migrated database has against distributing the tables of users. Run it
 * after a migration that changes keys, foreign keys or triggers of these.
 */
const server = await startScratchServer();
try {
  await executeOnServer(server.url, 'create database scale');
  const knex = connectDatabase(`${server.url}/scale`, { statementTimeoutMs: 0 });
  try {
    await migrateToLatest(knex);
    const obstacles = await presentObstacles(knex);
    writeGenerated({ ...SCALE_PART, text: () => obstacles });
  } finally {
    await knex.destroy();
  }
} finally {
  await server.stop();
}
