import { freePort } from '@paydesk/embedded-database';
import { expect, test } from 'vitest';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { startProgram } from './deskProgram.ts';

test('a worker answers probes and Prometheus on its own port, with what is its own', async () => {
  const { url: databaseUrl, knex } = await testDatabase();
  await migrateToLatest(knex);
  const port = await freePort(null);
  const worker = await startProgram('worker', {
    databaseUrl,
    settings: { WORKER_PORT: String(port), SHUTDOWN_DELAY_SECONDS: '' },
  });
  const get = async (path: string) => await fetch(`http://localhost:${port}${path}`);
  expect((await get('/health/live')).status).toBe(200);
  expect((await get('/health/ready')).status).toBe(200);
  expect((await get('/trpc/session.get')).status).toBe(404);
  const metrics = async () => await (await get('/metrics')).text();
  await expect
    .poll(metrics, { timeout: 20_000 })
    .toMatch(/^paydesk_job_runs_total\{job_name="audit-seal",outcome="done"\} [1-9]/m);
  const text = await metrics();
  expect(text).toMatch(/^paydesk_database_up 1$/m);
  expect(text).toMatch(/^paydesk_pool_connections_max 10$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  // The totals of the desk are at the server, for those who may read them.
  expect(text).not.toMatch(/_usd|paydesk_suspense/);
  const end = worker.ended();
  worker.child.kill('SIGTERM');
  expect((await end).code).toBe(0);
  await expect(get('/health/live')).rejects.toThrow('fetch failed');
}, 60_000);
