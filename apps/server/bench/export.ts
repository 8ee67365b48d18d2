import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase, freePort } from '@paydesk/embedded-database';
import { EXPORT_FORMATS, type ExportFormat } from '@paydesk/types';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { readSettings } from '../src/base/settings.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { createStaff } from '../src/signIn/createStaff.ts';
import { cpuSecondsOf } from './desk/cpuTime.ts';

/*
 * How long an export of a million transactions takes, and the most memory of the server that sends it:
 * `node bench/export.ts FOLDER [rows] [format …]`. FOLDER is what `pnpm build` makes: its server runs as it is installed, on
 * an embedded PostgreSQL; the file is received over HTTP without compression, hashed and compared with what the server
 * recorded. Memory is what the kernel saw at most of the whole process (Linux).
 */
const [folder = '', rowsAsked = '1000000', ...formats] = process.argv.slice(2);
const ROWS = Number(rowsAsked);
const USERS = 5000;
const EMAIL = 'bench@desk.test';
const PASSWORD = 'a long enough password';
const SECRET = 'a secret for the benchmark alone, long enough';
const ORIGIN = 'http://localhost';

const transactions = /* sql */ `
  with people as (select id as user_id, row_number() over () as number from users)
  insert into transactions (id, user_id, seq, transaction_type, amount_usd, balance_after, description, order_id, metadata,
    actor_kind, actor_id, actor_name, prev_hash, hash, created_at)
  select gen_random_uuid(), user_id, 1 + n / :users::int, 'bonus', round((random() * 1000)::numeric, 2) + 0.01,
    round((random() * 100000)::numeric, 2), 'bonus of the benchmark, row ' || n, 'order-' || n, '{"campaign": "autumn"}', 'service', 'bench',
    'Benchmark', md5(n::text) || md5(n::text), md5((n + 1)::text) || md5(n::text), now() - n * interval '1 second'
  from generate_series(1, :rows::int) n join people on number = 1 + n % :users::int`;

const dataDir = temporaryDataDir('bench');
const database = await embeddedDatabase({ dataDir }).ensureRunning();
const knex = connectDatabase(database.url, { statementTimeoutMs: 0 });
let server: ChildProcess | undefined;
try {
  await fill(knex);
  const port = await freePort(null);
  const base = `http://127.0.0.1:${port}`;
  server = await startServer(port);
  const cookie = await signIn(base);
  for (const format of formats.length > 0 ? (formats as ExportFormat[]) : EXPORT_FORMATS) {
    const [before, cpuBefore] = [takePeak(server), cpuSecondsOf(server.pid)];
    const result = await download(base, cookie, format);
    const [peak, cpu] = [takePeak(server), cpuSecondsOf(server.pid) - cpuBefore];
    process.stdout.write(
      `${format}: ${ROWS} transactions, ${(result.bytes / 1e6).toFixed(0)} MB in ${result.seconds.toFixed(1)} s (the server computed for ${cpu.toFixed(1)} s); ` +
        `most memory ${peak.toFixed(0)} MB (before: ${before.toFixed(0)} MB); ${result.verdict}; load ${loadavg()[0]?.toFixed(1)}\n`,
    );
  }
} finally {
  server?.kill();
  await knex.destroy();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function fill(owner: Knex): Promise<void> {
  await migrateToLatest(owner);
  const settings = readSettings({ LOG_LEVEL: 'silent', PUBLIC_URL: ORIGIN }, () => SECRET);
  const { auth } = createAppContext(settings, owner, pino({ level: 'silent' }));
  await createStaff(owner, auth, { email: EMAIL, name: 'Bench', role: 'viewer', password: PASSWORD });
  await owner.raw(
    `insert into users (id, external_id, username, email)
     select gen_random_uuid(), 'bench-' || n, 'Bench Person ' || n, 'bench' || n || '@example.com' from generate_series(1, ?::int) n`,
    [USERS],
  );
  // The triggers rest meanwhile: nothing here is money.
  await owner.transaction(async (trx) => {
    await trx.raw('alter table transactions disable trigger user');
    await trx.raw(transactions, { users: USERS, rows: ROWS });
    await trx.raw('alter table transactions enable trigger user');
  });
  await owner.raw('vacuum analyze transactions');
}

async function startServer(port: number): Promise<ChildProcess> {
  const env = {
    PORT: String(port),
    PUBLIC_URL: ORIGIN,
    DATABASE_URL: database.url,
    PAYDESK_SECRET: SECRET,
    NOWPAYMENTS_API_KEY: 'a key that is not used',
    NOWPAYMENTS_IPN_SECRET: 'a secret that is not used',
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, [join(folder, 'server.mjs')], { env, stdio: 'inherit' });
  const isReady = async () =>
    await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('the server did not start');
    await pause(100);
  }
  return child;
}

/** The most memory of a process since this was asked last, in MB. */
function takePeak({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return (Number(kilobytes) * 1024) / 1e6;
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
