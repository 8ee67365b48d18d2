import { writeFileSync } from 'node:fs';
import { executeOnServer, startScratchServer } from '@paydesk/embedded-database';
import { connectDatabase } from '../src/db/connect.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { fingerprintsOf, readCatalog } from '../src/verify/catalog.ts';
import { inSnapshot } from '../src/verify/inSnapshot.ts';
import { FILES } from '../src/base/files.ts';

/**
 * Writes src/verify/fingerprints.json, which `paydesk verify` compares the schema with. Run it after every change of
 * the migrations.
 */
const server = await startScratchServer();
try {
  await executeOnServer(server.url, 'create database fingerprints');
  const knex = connectDatabase(`${server.url}/fingerprints`, { statementTimeoutMs: 0 });
  try {
    await migrateToLatest(knex);
    const fingerprints = await inSnapshot(knex, async (trx) => fingerprintsOf(await readCatalog(trx)));
    writeFileSync(FILES.fingerprints, `${JSON.stringify(fingerprints, null, 2)}\n`);
    process.stdout.write(`${Object.keys(fingerprints).length} objects in ${FILES.fingerprints}\n`);
  } finally {
    await knex.destroy();
  }
} finally {
  await server.stop();
}
