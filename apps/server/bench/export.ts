import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fork } from 'node:child_process';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { EXPORT_FORMATS, type ExportFormat } from '@paydesk/types';
import { pino } from 'pino';
import { readSettings } from '../src/base/settings.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { createApp } from '../src/http/createApp.ts';
import { createStaff } from '../src/signIn/createStaff.ts';

/*
 * How long an export of a million transactions takes, and the most memory of the process that sends it:
 * `node bench/export.ts [rows] [format …]`. The server runs in a process of its own, on an embedded PostgreSQL; the file is
 * received over HTTP without compression, hashed and compared with what the server recorded.
 */
const [rowsAsked = '1000000', ...formats] = process.argv.slice(2);
const ROWS = Number(rowsAsked);
const USERS = 5000;
const EMAIL = 'bench@desk.test';
const ORIGIN = 'http://bench.test';
const PASSWORD = 'a long enough password';
const SECRET = 'a secret for the benchmark alone, long enough';

const transactions = /* sql */ `
  with people as (select id as user_id, row_number() over () as number from users)
  insert into transactions (id, user_id, seq, transaction_type, amount_usd, balance_after, description, order_id, metadata,
    actor_kind, actor_id, actor_name, prev_hash, hash, created_at)
  select gen_random_uuid(), user_id, 1 + n / :users::int, 'bonus', round((random() * 1000)::numeric, 2) + 0.01,
    round((random() * 100000)::numeric, 2), 'bonus of the benchmark, row ' || n, 'order-' || n, '{"campaign": "autumn"}', 'service', 'bench',
    'Benchmark', md5(n::text) || md5(n::text), md5((n + 1)::text) || md5(n::text), now() - n * interval '1 second'
  from generate_series(1, :rows::int) n join people on number = 1 + n % :users::int`;

if (process.send) await serve(process.argv[2] ?? '');
else await measure();

/** The server: answers its port, and its memory when asked. */
async function serve(url: string): Promise<void> {
  const desk = contextOf(url);
  await createStaff(desk.knex, desk.auth, {
    email: EMAIL,
    name: 'Bench',
    role: 'viewer',
    password: PASSWORD,
  });
  const app = await createApp(desk);
  await app.listen({ port: 0, host: '127.0.0.1' });
  let peak = process.memoryUsage.rss();
  let since = process.cpuUsage();
  setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50).unref();
  process.on('message', () => {
    const { user, system } = process.cpuUsage(since);
    process.send?.({ peak, cpuSeconds: (user + system) / 1e6 });
    peak = process.memoryUsage.rss();
    since = process.cpuUsage();
  });
  process.send?.({ port: (app.server.address() as AddressInfo).port });
}

function contextOf(url: string) {
  return createAppContext(
    readSettings({ LOG_LEVEL: 'error', PUBLIC_URL: ORIGIN }, () => SECRET),
    connectDatabase(url),
    pino({ level: 'error' }),
  );
}

async function measure(): Promise<void> {
  const dataDir = temporaryDataDir('bench');
  const database = await embeddedDatabase({ dataDir }).ensureRunning();
  const knex = connectDatabase(database.url, { statementTimeoutMs: 0 });
  await migrateToLatest(knex);
  await knex.raw(
    `insert into users (id, external_id, username, email)
     select gen_random_uuid(), 'bench-' || n, 'Bench Person ' || n, 'bench' || n || '@example.com' from generate_series(1, ?::int) n`,
    [USERS],
  );
  // The triggers rest meanwhile: nothing here is money.
  await knex.transaction(async (trx) => {
    await trx.raw('alter table transactions disable trigger user');
    await trx.raw(transactions, { users: USERS, rows: ROWS });
    await trx.raw('alter table transactions enable trigger user');
  });
  await knex.raw('vacuum analyze transactions');
  await knex.destroy();
  const server = fork(import.meta.filename, [database.url]);
  const nextMessage = async <T>() =>
    await new Promise<T>((done) => server.once('message', (sent) => done(sent as T)));
  try {
    const { port } = await nextMessage<{ port: number }>();
    const base = `http://127.0.0.1:${port}`;
    const cookie = await signIn(base);
    for (const format of formats.length > 0 ? (formats as ExportFormat[]) : EXPORT_FORMATS) {
      server.send('peak');
      const { peak: before } = await nextMessage<{ peak: number }>();
      const result = await download(base, cookie, format);
      server.send('peak');
      const { peak, cpuSeconds } = await nextMessage<{ peak: number; cpuSeconds: number }>();
      process.stdout.write(
        `${format}: ${ROWS} transactions, ${(result.bytes / 1e6).toFixed(0)} MB in ${result.seconds.toFixed(1)} s (this process computed for ${cpuSeconds.toFixed(1)} s); ` +
          `most memory ${(peak / 1e6).toFixed(0)} MB (before: ${(before / 1e6).toFixed(0)} MB); ${result.verdict}\n`,
      );
    }
  } finally {
    server.kill();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function signIn(base: string): Promise<string> {
  const answer = await fetch(`${base}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

interface Export {
  id: string;
  url: string;
  status: string;
  rows: number;
  sha256: string | null;
}

async function download(base: string, cookie: string, format: ExportFormat) {
  const headers = {
    cookie,
    origin: ORIGIN,
    'content-type': 'application/json',
    'accept-encoding': 'identity',
  };
  const created = await read(
    fetch(`${base}/trpc/exports.create`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ resource: 'transactions', format }),
    }),
  );
  const begun = performance.now();
  const answer = await fetch(base + created.url, { headers });
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const seconds = (performance.now() - begun) / 1000;
  await new Promise((later) => setTimeout(later, 500));
  const input = encodeURIComponent(JSON.stringify({ id: created.id }));
  const { rows, sha256, status } = await read(fetch(`${base}/trpc/exports.get?input=${input}`, { headers }));
  const isWhole = status === 'done' && rows === ROWS && sha256 === hash.digest('hex');
  return { bytes, seconds, verdict: isWhole ? 'complete' : `NOT COMPLETE: ${status}, ${rows} rows` };
}

async function read(answer: Promise<Response>): Promise<Export> {
  const body = (await (await answer).json()) as { result?: { data: Export } };
  if (!body.result) throw new Error(JSON.stringify(body));
  return body.result.data;
}
