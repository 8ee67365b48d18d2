import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, tryPort } from '@paydesk/embedded-database';
import { afterAll, expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { startLoad } from '../processes/chargeLoad.ts';
import { startProgram } from '../processes/deskProgram.ts';
import { appCaller } from '../support/http.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';

const LOAD_MS = Number(process.env['DRILL_SECONDS'] ?? '20') * 1000;

/** PgBouncer in transaction mode, with so few sessions that callers share them all the time. */
async function startPgBouncer(url: string): Promise<string> {
  const { username, password, port, pathname } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-pgbouncer-'));
  chmodSync(folder, 0o755);
  const listenPort = await freePort(null);
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${password}"\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=127.0.0.1 port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = plain
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
`,
  );
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('pgbouncer', ['-q', ...asUser, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  await once(child, 'spawn');
  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  while ((await tryPort(listenPort)) !== null) await pause(50);
  return `postgres://${username}:${password}@127.0.0.1:${listenPort}${pathname}`;
}

test(
  'server and worker through PgBouncer: no request fails, no session is mixed up, events arrive at once',
  async () => {
    const { url: direct } = await testDatabase();
    const pooled = await startPgBouncer(direct);
    // What this setting is for: without it PgBouncer refuses the first connection.
    const refused = connectDatabase(pooled);
    await expect(refused.raw('select 1')).rejects.toThrow('unsupported startup parameter');
    await refused.destroy();

    const desk = await testDesk();
    const app = await appCaller(desk, ['transactions.charge', 'transactions.read', 'events.read']);
    const userIds: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const { id: userId } = await newUser(desk);
      await giveBonus(desk, actors.service(), { userId, amountUsd: '5000.00' });
      userIds.push(userId);
    }
    const settings = { DIRECT_DATABASE_URL: direct };
    const servers = [
      await startProgram('main', { databaseUrl: pooled, settings }),
      await startProgram('main', { databaseUrl: pooled, settings }),
      await startProgram('worker', { databaseUrl: pooled, settings }),
    ];
    const [first, second] = servers;
    const loads = [first, second].map((server) => startLoad(server?.url ?? '', app, userIds));

    const reading = new AbortController();
    const stream = await fetch(`${first?.url}/api/v1/events/stream`, {
      headers: app,
      signal: reading.signal,
    });
    const reader = stream.body?.getReader();
    const started = performance.now();
    let heard = '';
    while (!heard.includes('data:')) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error(`the stream of events ended: ${stream.status} ${heard}`);
      heard += new TextDecoder().decode(value);
    }
    const eventMs = Math.round(performance.now() - started);

    const until = performance.now() + LOAD_MS;
    let reads = 0;
    while (performance.now() < until) {
      const answer = await fetch(`${second?.url}/trpc/transactions.list?input=%7B%7D`, { headers: app });
      expect(answer.status).toBe(200);
      await answer.text();
      reads += 1;
      await pause(20);
    }
    await Promise.all(loads.map(async (load) => await load.stop()));
    reading.abort();

    const acknowledged = loads.flatMap((load) => load.acknowledged);
    expect(loads.flatMap(({ refusals }) => [...refusals])).toEqual([]);
    expect(await desk.knex('transactions').where({ description: 'load' })).toHaveLength(acknowledged.length);
    for (const { output } of servers)
      expect(output()).not.toMatch(/"level":50|prepared statement|does not announce/);
    process.stdout.write(
      `pgbouncer: ${acknowledged.length} charges, ${reads} lists, 0 failed; first event after ${eventMs} ms\n`,
    );
  },
  120_000 + LOAD_MS,
);
