import { executeOnServer, startScratchServer } from '@paydesk/embedded-database';
import type { TestProject } from 'vitest/node';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';

/** The migrated database that every test file gets a copy of. */
const templateName = 'desk_template';

/** Starts a throw-away PostgreSQL with the migrated template database; returns what stops it. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startScratchServer();
  try {
    await executeOnServer(server.url, `create database ${templateName}`);
    const knex = connectDatabase(`${server.url}/${templateName}`);
    try {
      await migrateToLatest(knex);
    } finally {
      await knex.destroy();
    }
    project.provide('testServerUrl', server.url);
    project.provide('testApplicationUrl', server.applicationUrl);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop;
}
