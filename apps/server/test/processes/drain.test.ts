import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { JOB_SCHEMA } from '../../src/db/applicationRole.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { appCaller } from '../support/http.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';
import { startProgram, type RunningProgram } from './deskProgram.ts';

const desk = await testDesk();
const { knex } = desk;
const { url: databaseUrl } = await testDatabase();
const shop = await appCaller(desk, ['transactions.charge', 'events.read']);

const REQUESTS = 40;

interface Answer {
  status: number;
  connection: string | undefined;
}

/** One request; its error has the code of the socket. */
function send(
  server: RunningProgram,
  path: string,
  { body, agent }: { body?: object; agent?: Agent } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...shop, ...(body !== undefined && { 'content-type': 'application/json' }) },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      response.resume().once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection }),
      );
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);

/** Users with money, and a lock on their balances that charges wait for. */
async function slowUsers(count: number): Promise<{ userIds: string[]; lock: Knex.Transaction }> {
  const userIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id: userId } = await newUser(desk);
    await giveBonus(desk, actors.service(), { userId, amountUsd: '100.00' });
    userIds.push(userId);
  }
  const lock = await knex.transaction();
  await lock('user_balances').whereIn('user_id', userIds).forUpdate();
  return { userIds, lock };
}

async function slowUser(): Promise<{ userId: string; lock: Knex.Transaction }> {
  const {
    userIds: [userId = ''],
    lock,
  } = await slowUsers(1);
  return { userId, lock };
}

const charge = async (server: RunningProgram, userId: string, agent?: Agent) =>
  await send(server, '/trpc/transactions.charge', {
    body: { userId, amountUsd: '1.00', description: 'a slow charge' },
    ...(agent !== undefined && { agent }),
  });

const chargesOf = async (...userIds: string[]) =>
  (await knex('transactions').whereIn('user_id', userIds).where({ transaction_type: 'payment' })).length;

/** Waits until this many statements of the program wait for a lock. */
async function waiting(count: number, name = 'paydesk-server'): Promise<void> {
  const blocked = async () => {
    const { rows } = await knex.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where datname = current_database() and application_name = ?
       and wait_event_type = 'Lock'`,
      [name],
    );
    return rows.length;
  };
  await expect.poll(blocked, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
}

test(`of ${REQUESTS} requests in flight at SIGTERM none is lost, and streams say when to come back`, async () => {
  const server = await startProgram('main', { databaseUrl });
  const { userIds, lock } = await slowUsers(20);
  const agent = new Agent({ keepAlive: true });
  // A browser opens connections that it does not use yet: they must not hold up the end.
  const stream = await fetch(`${server.url}/api/v1/events/stream`, { headers: shop });
  const streamed = stream.text();
  const sent = Array.from(
    { length: REQUESTS },
    async (_, n) => await charge(server, userIds[n % userIds.length] ?? '', agent),
  );
  const answers = Promise.allSettled(sent);
  // The pool has 20 connections, one of which listens: the other requests wait for one.
  await waiting(19);
  await pause(300);

  const end = server.ended();
  server.child.kill('SIGTERM');
  expect(await streamed).toMatch(/\nretry: \d{4}\nevent: end\ndata: {"reason":"SHUTDOWN"}\n\n$/);
  await expect.poll(async () => await send(server, '/health/ready').catch(codeOf)).toBe('ECONNREFUSED');
  expect(server.child.exitCode).toBe(null);
  await lock.commit();

  expect((await answers).map((one) => (one.status === 'fulfilled' ? one.value : codeOf(one.reason)))).toEqual(
    sent.map(() => ({ status: 200, connection: 'close' })),
  );
  expect(await chargesOf(...userIds)).toBe(REQUESTS);
  const { code, ms } = await end;
  expect(code, server.output()).toBe(0);
  expect(ms).toBeLessThan(15_000);
  expect(server.output()).toContain('everything under way was finished');
}, 60_000);

test('with a delay a stopping server says at once that it is not ready, and answers everyone until then', async () => {
  const server = await startProgram('main', { databaseUrl, settings: { SHUTDOWN_DELAY_SECONDS: '2' } });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await send(server, '/health/ready', { agent })).toEqual({ status: 200, connection: 'keep-alive' });
  const end = server.ended();
  server.child.kill('SIGTERM');
  await expect.poll(async () => (await send(server, '/health/ready')).status).toBe(503);
  expect(await send(server, '/health/ready')).toEqual({ status: 503, connection: 'close' });
  // A client that keeps its connection is answered too, and gives the connection up.
  expect(await send(server, '/api/desk', { agent })).toEqual({ status: 200, connection: 'close' });
  expect(await send(server, '/health/live')).toEqual({ status: 200, connection: 'close' });
  const streamed = await fetch(`${server.url}/api/v1/events/stream`, { headers: shop });
  expect(await streamed.text()).toContain('{"reason":"SHUTDOWN"}');
  const { code, ms } = await end;
  expect(code).toBe(0);
  expect(ms).toBeGreaterThan(1500);
}, 60_000);

test('a second signal ends the process at once, and what it cut off has not happened', async () => {
  const server = await startProgram('main', { databaseUrl });
  const { userId, lock } = await slowUser();
  const answer = charge(server, userId).catch(codeOf);
  await waiting(1);
  server.child.kill('SIGTERM');
  // One Ctrl-C reaches a process twice: that is no hurry.
  server.child.kill('SIGINT');
  await pause(700);
  expect(server.child.exitCode).toBe(null);
  const end = server.ended();
  server.child.kill('SIGTERM');
  expect(await end).toEqual({ code: 1, ms: expect.any(Number) as number });
  expect(await answer).toBe('ECONNRESET');
  await lock.commit();
  expect(await chargesOf(userId)).toBe(0);
}, 60_000);

for (const failure of ['throw', 'reject']) {
  test(`an error that nothing has caught (${failure}) lets requests finish, and exits with 1`, async () => {
    const server = await startProgram('main', { databaseUrl });
    const { userId, lock } = await slowUser();
    const answer = charge(server, userId);
    await waiting(1);
    const end = server.ended();
    server.child.send(failure);
    await expect.poll(async () => await send(server, '/health/live').catch(codeOf)).toBe('ECONNREFUSED');
    await lock.commit();
    expect(await answer).toEqual({ status: 200, connection: 'close' });
    expect((await end).code).toBe(1);
    expect(server.output()).toMatch(/by the test.*an error was not caught/);
  }, 60_000);
}

test('a worker finishes the job that it holds, and starts no other', async () => {
  const worker = await startProgram('worker', { databaseUrl });
  await newUser(desk);
  const lock = await knex.transaction();
  await lock.raw('lock table ledger_seals in access exclusive mode');
  await waiting(1, 'paydesk-worker');
  const end = worker.ended();
  worker.child.kill('SIGTERM');
  await pause(1000);
  expect(worker.child.exitCode).toBe(null);
  await lock.commit();
  const { code } = await end;
  expect(code, worker.output()).toBe(0);
  const { rows } = await knex.raw<{ rows: { state: string; output: unknown }[] }>(
    `select state, output from ${JOB_SCHEMA}.job where state in ('active', 'failed')`,
  );
  expect(rows).toEqual([]);
  // A chain of runs goes on at another worker: its next run was put into the queue.
  const { rows: next } = await knex.raw<{ rows: unknown[] }>(
    `select from ${JOB_SCHEMA}.job where name = 'ledger-seal' and state = 'created'`,
  );
  expect(next.length).toBeGreaterThan(0);
}, 60_000);
