import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { readersMessage, type ReadersReport, type ReadersTask } from './eventStreams/readers.ts';
import { insertApiKey } from '../src/auth/apiKeys.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { startSequencer } from '../src/events/startSequencer.ts';
import { createApp } from '../src/http/createApp.ts';
import { postTransaction } from '../src/ledger/postTransaction.ts';
import { Browser } from '../src/signIn/browser.fixture.ts';
import { createStaff } from '../src/signIn/createStaff.ts';
import { benchActor, openBenchDesk } from './desk/benchDesk.ts';
import { cpuBetween, cpuMeter } from './desk/cpuTime.ts';

/*
 * What open streams of events cost one server while postings go on: `node --expose-gc bench/eventStreams.ts [seconds]`. The streams
 * are half of apps and half of staff, as the admin app opens them, and are read by another process. Memory and CPU
 * are those of the server beyond what it takes without streams; the time is from the writing of an event to its
 * arrival. Statements are counted in the pool of the server: checking that callers may still read, and the rest, which
 * must not grow with the streams.
 */
const STREAMS = [0, 10, 100, 500];
const POSTINGS_PER_SECOND = 20;
const STREAMS_PER_CALLER = 10;
const SLOW_READERS = 50;
const seconds = Number(process.argv[2] ?? 15);

const { ctx, knex, userIds, close } = await openBenchDesk({ users: 50 });
// The server has a pool of its own, so that its statements can be counted apart from those of the postings.
const serverPool = connectDatabase(String(knex.client.config.connection.connectionString), { poolMax: 10 });
const server = createAppContext(ctx.settings, serverPool, ctx.log);
const app = await createApp(server);
const base = await app.listen({ port: 0, host: '127.0.0.1' });
const sequencer = startSequencer(ctx);
const cpuNow = await cpuMeter(knex);

const statements = { reading: 0, checking: 0 };
serverPool.on('query', ({ sql }: { sql: string }) => {
  statements[/event_head|from events|"transactions"/.test(sql) ? 'reading' : 'checking'] += 1;
});

const PASSWORD = 'a long enough password';

async function newCaller(n: number): Promise<Record<string, string>> {
  if (n % 2 === 0) {
    const { key } = await insertApiKey(knex, {
      name: `bench ${n}`,
      scopes: ['events.read'],
      createdByStaffId: null,
    });
    return { authorization: `Bearer ${key}` };
  }
  const email = `bench${n}@desk.test`;
  await createStaff(knex, server.auth, { email, name: `bench ${n}`, role: 'viewer', password: PASSWORD });
  const browser = new Browser(server.auth, ctx.settings.publicUrl);
  const { status } = await browser.signIn(email, PASSWORD);
  if (status !== 200) throw new Error(`could not sign in: ${status}`);
  return { cookie: browser.cookie };
}

async function post(forSeconds: number): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  for (; performance.now() - startedAt < forSeconds * 1000; count += 1) {
    const userId = userIds[count % userIds.length] ?? '';
    await postTransaction(knex, {
      userId,
      transactionType: 'bonus',
      amountUsd: '1.00',
      actor: benchActor,
      at: new Date(),
    });
    sequencer.wake();
    await pause(Math.max(0, startedAt + ((count + 1) * 1000) / POSTINGS_PER_SECOND - performance.now()));
  }
  return count;
}

/** Readers in a process of their own. */
async function openReaders(task: ReadersTask) {
  const child = fork(new URL('eventStreams/readers.ts', import.meta.url), { stdio: 'inherit' });
  const answers: ReadersReport[] = [];
  child.on('message', (answer: ReadersReport) => answers.push(answer));
  const next = async (): Promise<ReadersReport> => {
    for (;;) {
      const answer = answers.shift();
      if (answer !== undefined) return answer;
      if (child.exitCode !== null) throw new Error('the readers have ended');
      await pause(20);
    }
  };
  child.send(readersMessage('open', task));
  await next();
  return {
    async ask(kind: 'report' | 'forget'): Promise<ReadersReport> {
      child.send(readersMessage(kind));
      return await next();
    },
    end: () => child.kill(),
  };
}

/** What the process still needs, with `--expose-gc`; otherwise garbage too. */
function heldMb(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

const callers: Record<string, string>[] = [];
const tasksFor = async (streams: number): Promise<Record<string, string>[]> => {
  while (callers.length < Math.ceil(streams / STREAMS_PER_CALLER))
    callers.push(await newCaller(callers.length));
  return Array.from({ length: streams }, (_one, n) => callers[Math.floor(n / STREAMS_PER_CALLER)] ?? {});
};

async function measure(streams: number, idle: { cpuMs: number } | null) {
  const headers = await tasksFor(streams);
  await post(2);
  const before = heldMb();
  const readers = await openReaders({ base, headers, reads: true });
  await post(2);
  const memory = (heldMb() - before) / Math.max(streams, 1);
  await readers.ask('forget');
  Object.assign(statements, { reading: 0, checking: 0 });
  const cpuBefore = cpuNow();
  const events = await post(seconds);
  await pause(1000);
  const cpu = cpuBetween(cpuBefore, cpuNow());
  const { delays, received } = await readers.ask('report');
  readers.end();
  const cpuMs = cpu.node + cpu.postgres;
  const at = (part: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * part))] ?? 0;
  process.stdout.write(
    [
      `${streams} streams, load ${loadavg()[0]?.toFixed(1)}: ${events} events, ${received} received;`,
      `${(memory * 1000).toFixed(0)} kB a stream;`,
      `CPU of the server ${(cpu.node / seconds).toFixed(0)} ms/s, PostgreSQL ${(cpu.postgres / seconds).toFixed(0)} ms/s,`,
      `${idle === null || received === 0 ? '–' : (((cpuMs - idle.cpuMs) / received) * 1000).toFixed(0)} µs a received event;`,
      `seen after ${at(0.5).toFixed(0)} ms (p50), ${at(0.95).toFixed(0)} ms (p95);`,
      `statements: ${(statements.reading / events).toFixed(2)} an event,`,
      `${(statements.checking / seconds).toFixed(1)}/s to check callers\n`,
    ].join(' '),
  );
  await pause(1500);
  return { cpuMs };
}

/** Readers that open a stream and take nothing, while more is written than their sockets hold. */
async function slowReaders(): Promise<void> {
  const headers = await tasksFor(SLOW_READERS);
  const before = heldMb();
  const readers = await openReaders({ base, headers, reads: false });
  const text = 'x'.repeat(100_000);
  let highest = 0;
  for (let second = 0; second < 40; second += 1) {
    if (second < 10) {
      await knex.raw(
        `select emit_event('test', 'webhook_endpoint', n::text, null, jsonb_build_object('text', ?::text))
         from generate_series(1, 20) n`,
        [text],
      );
      sequencer.wake();
    }
    await pause(1000);
    highest = Math.max(highest, heldMb() - before);
  }
  const { ended } = await readers.ask('report');
  process.stdout.write(
    [
      `${SLOW_READERS} readers that take nothing while 20 MB of events are written:`,
      `${((highest / SLOW_READERS) * 1000).toFixed(0)} kB each at most, ${ended} disconnected by the server,`,
      `${(heldMb() - before).toFixed(1)} MB held afterwards\n`,
    ].join(' '),
  );
  readers.end();
}

try {
  let idle: { cpuMs: number } | null = null;
  for (const streams of STREAMS) {
    const figure = await measure(streams, idle);
    idle ??= figure;
  }
  await slowReaders();
} finally {
  await sequencer.stop();
  await app.close();
  await serverPool.destroy();
  await close();
}
