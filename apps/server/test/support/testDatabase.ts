import { randomBytes } from 'node:crypto';
import { executeOnServer } from '@paydesk/embedded-database';
import type { Knex } from 'knex';
import { Model } from 'objection';
import { afterAll, inject } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The test server's address without a database name, for a role that may create databases. */
    testServerUrl: string;
    /** The same for a role that owns nothing, as server and worker have. */
    testApplicationUrl: string;
  }
}

export interface TestDatabase {
  knex: Knex;
  url: string;
}

let opened: Promise<TestDatabase> | undefined;

/**
 * A migrated database of this test file's own; every call in one file returns the same one. Objection's
 * models are bound to it. Use it at the top of the file: `const { knex } = await testDatabase();`
 */
export function testDatabase(): Promise<TestDatabase> {
  opened ??= open();
  return opened;
}

async function open(): Promise<TestDatabase> {
  const serverUrl = inject('testServerUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files is several times faster than the default way for a template this small.
  await executeOnServer(serverUrl, `create database ${name} template desk_template strategy file_copy`);
  const url = `${serverUrl}/${name}`;
  const knex = connectDatabase(url, { applicationName: name, poolMax: 30 });
  Model.knex(knex);
  afterAll(async () => {
    opened = undefined;
    await knex.destroy();
    await executeOnServer(serverUrl, `drop database if exists ${name} with (force)`);
  });
  return { knex, url };
}
