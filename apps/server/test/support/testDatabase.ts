import { randomBytes } from 'node:crypto';
import { executeOnServer } from '@paydesk/embedded-database';
import type { Knex } from 'knex';
import { Model } from 'objection';
import { afterAll, expect, inject } from 'vitest';
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

interface OpenDatabase extends TestDatabase {
  close(): Promise<void>;
}

let opened: { file: string | undefined; database: Promise<OpenDatabase> } | undefined;

/**
 * A migrated database of this test file's own; every call in one file returns the same one. Objection's
 * models are bound to it. Use it at the top of the file: `const { knex } = await testDatabase();`
 */
export function testDatabase(): Promise<TestDatabase> {
  const file = expect.getState().testPath;
  // A file that failed while it was loaded has left its own: its hooks did not run.
  if (opened === undefined || opened.file !== file) opened = { file, database: openAfter(opened?.database) };
  return opened.database;
}

async function openAfter(left: Promise<OpenDatabase> | undefined): Promise<OpenDatabase> {
  const database = open();
  afterAll(async () => {
    opened = undefined;
    await (await database).close();
  });
  await (await left?.catch(() => undefined))?.close();
  return await database;
}

async function open(): Promise<OpenDatabase> {
  const serverUrl = inject('testServerUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files is several times faster than the default way for a template this small.
  await executeOnServer(serverUrl, `create database ${name} template desk_template strategy file_copy`);
  const url = `${serverUrl}/${name}`;
  const knex = connectDatabase(url, { applicationName: name, poolMax: 30 });
  Model.knex(knex);
  return {
    knex,
    url,
    async close() {
      await knex.destroy();
      await executeOnServer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}
