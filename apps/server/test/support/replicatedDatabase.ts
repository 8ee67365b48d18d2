import { executeOnServer, type ReplicatedServers, startReplicatedServers } from '@paydesk/embedded-database';
import { afterAll } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';

/** A primary and its standby with the migrated database `desk`, until the tests of the file have ended. */
export async function replicatedDatabase(options?: { isSynchronous?: boolean }): Promise<ReplicatedServers> {
  const servers = await startReplicatedServers(async (serverUrl) => {
    await executeOnServer(serverUrl, 'create database desk');
    const owner = connectDatabase(`${serverUrl}/desk`, { statementTimeoutMs: 0 });
    await migrateToLatest(owner).finally(async () => await owner.destroy());
  }, options);
  afterAll(servers.stop);
  return servers;
}
