import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { answerBench } from './processes.ts';

/* The least that answers a list: `bare.ts URL alone|counted`. */
const [, , url = '', kind = 'alone'] = process.argv;
const pool = new pg.Pool({ connectionString: url, max: 10 });

const statement = (table: string, where: string) => ({
  page: {
    name: `${table} ${where}`,
    text: `select * from ${table} ${where} order by created_at desc, id desc limit 50`,
  },
  count: {
    name: `count ${table} ${where}`,
    text: `select count(*) from (select 1 from ${table} ${where} limit 10001) as counted`,
  },
});
const statements: Record<string, ReturnType<typeof statement>> = Object.fromEntries(
  ['payments', 'transactions'].flatMap((table) => [
    [table, statement(table, '')],
    [`${table} user`, statement(table, 'where user_id = $1')],
  ]),
);

const server = createServer((request, reply) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://bench');
  const userId = searchParams.get('userId') ?? '';
  const asked = statements[pathname.slice(1) + (userId === '' ? '' : ' user')];
  if (asked === undefined) return void reply.writeHead(404).end();
  const values = userId === '' ? [] : [userId];
  const reading = [
    pool.query({ ...asked.page, values }),
    ...(kind === 'counted' ? [pool.query({ ...asked.count, values })] : []),
  ];
  Promise.all(reading).then(
    ([rows, count]) => {
      const body = Buffer.from(JSON.stringify({ data: rows?.rows, total: count?.rows[0] }));
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
    },
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      reply.writeHead(500).end();
    },
  );
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
answerBench(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
