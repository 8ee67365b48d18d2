import { loadavg } from 'node:os';
import { insertApiKey } from '../src/auth/apiKeys.ts';
import { openBenchDesk } from './desk/benchDesk.ts';
import { median } from './desk/median.ts';
import { fillLists } from './lists/fillLists.ts';
import { startProcess } from './listsOverHttp/processes.ts';

/*
 * Lists over HTTP, 50 rows a page, 64 connections that are kept: `node bench/listsOverHttp.ts [rounds] [calls] [postings]`.
 * The product's server with an API key, against the least that could answer: node:http and a pool of pg that sends the
 * rows of one prepared statement as JSON, without asking who calls, without a total and without a cursor. `bare, counted`
 * also counts what the list counts. Each has a process of its own, the callers too; they take turns.
 */
const CONNECTIONS = 64;
const rounds = Number(process.argv[2] ?? 5);
const calls = Number(process.argv[3] ?? 3000);
const postings = Number(process.argv[4] ?? 100_000);
const PER_PAGE = 50;

const desk = await openBenchDesk({ users: 0 });
const { knex } = desk;
await fillLists(knex, postings);
const url = String(knex.client.config.connection.connectionString);
/** One key may send 3,000 requests a minute. */
const keys: string[] = [];
for (let n = 0; n < CONNECTIONS; n += 1) {
  const scopes = ['payments.read', 'transactions.read'] as const;
  const { key } = await insertApiKey(knex, { name: `bench ${n}`, scopes, createdByStaffId: null });
  keys.push(key);
}
const userIds: string[] = await knex('users').orderBy('createdAt').limit(500).pluck('id');

const servers = {
  product: await startProcess('product.ts', url),
  bare: await startProcess('bare.ts', url, 'alone'),
  'bare, counted': await startProcess('bare.ts', url, 'counted'),
};
const callers = await startProcess('callers.ts');

/** What is asked for: one list by all, as when a change is announced to everyone, and each time another user's. */
const lists = (['payments', 'transactions'] as const).flatMap((resource) => [
  { name: `${resource}, first page`, resource, filters: [{}] },
  { name: `${resource} of one user each`, resource, filters: userIds.map((userId) => ({ userId })) },
]);

interface Measured {
  perSecond: number;
  nodeUs: number;
}

try {
  for (const { name, resource, filters } of lists) {
    const measured = new Map<string, Measured[]>();
    for (let round = 0; round <= rounds; round += 1)
      for (const [server, { base, cpuMs }] of Object.entries(servers)) {
        const paths = filters.map((filter) =>
          server === 'product'
            ? `/trpc/${resource}.list?input=${encodeURIComponent(JSON.stringify({ perPage: PER_PAGE, filter }))}`
            : `/${resource}?userId=${'userId' in filter ? filter.userId : ''}`,
        );
        const before = await cpuMs();
        const task = { base, paths, calls, keys };
        const { seconds } = await callers.ask<{ seconds: number }>(task);
        const nodeUs = (((await cpuMs()) - before) * 1000) / calls;
        // The first round is not counted: connections are opened and code is compiled.
        if (round > 0)
          measured.set(server, [...(measured.get(server) ?? []), { perSecond: calls / seconds, nodeUs }]);
      }
    report(name, measured);
  }
} finally {
  for (const { stop } of [...Object.values(servers), callers]) stop();
  await desk.close();
}

function report(name: string, measured: Map<string, Measured[]>): void {
  process.stdout.write(
    `\n${name}; ${rounds} rounds of ${calls} calls, ${postings} postings, load ${loadavg()[0]?.toFixed(1)}\n`,
  );
  const perSecond = (server: string) => median((measured.get(server) ?? []).map((one) => one.perSecond));
  for (const [server, rows] of measured)
    process.stdout.write(
      `${server.padEnd(14)} ${perSecond(server).toFixed(0).padStart(5)}/s, Node ${median(rows.map((one) => one.nodeUs)).toFixed(0)} µs; ` +
        `product: ${(perSecond('product') / perSecond(server)).toFixed(2)} x\n`,
    );
}
