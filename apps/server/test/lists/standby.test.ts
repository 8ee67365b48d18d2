import { setTimeout as pause } from 'node:timers/promises';
import { executeOnServer } from '@paydesk/embedded-database';
import type { Knex } from 'knex';
import { Model } from 'objection';
import { pino } from 'pino';
import { afterAll, afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { isOfStandby } from '../../src/db/isOfStandby.ts';
import { type DatabaseIdentity, IDENTITY, openStandby } from '../../src/db/openStandby.ts';
import { readStandbys } from '../../src/db/readStandbys.ts';
import { CHECKS, runDoctor } from '../../src/doctor/runDoctor.ts';
import { createApp } from '../../src/http/createApp.ts';
import { Payment } from '../../src/models/Payment.ts';
import { rowsOf } from '../exports/download.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { appCaller, call, type Caller, PUBLIC_URL, staffCaller, userCaller } from '../support/http.ts';
import { longReadCalls } from '../support/longReadCalls.ts';
import { newWithdrawal } from '../support/money.ts';
import { replicatedDatabase } from '../support/replicatedDatabase.ts';
import { newUser, testSettings } from '../support/testDesk.ts';

const MAX_LAG_MS = 200;
const WAIT = { timeout: 15_000, interval: 20 };

const servers = await replicatedDatabase({ isSynchronous: false });

const knex = connectDatabase(servers.primary.urlOf('desk'), { applicationName: 'test' });
afterAll(async () => await knex.destroy());
Model.knex(knex);
const { desk, user, payment } = await fullDesk({ knex, settings: testSettings({ PUBLIC_URL }) });

/** A server of this desk, as the program has it. */
async function serverWith({ url = servers.standby.urlOf('desk'), maxLagMs = MAX_LAG_MS } = {}) {
  const reads = connectDatabase(servers.primary.urlOf('desk'), { applicationName: 'reads' });
  const standbys = readStandbys({
    url,
    primary: reads,
    log: pino({ level: 'silent' }),
    applicationName: 'lists',
    poolMax: 4,
    pooled: false,
    maxLagMs,
    checkEveryMs: 50,
  });
  const context = createAppContext(desk.settings, knex, desk.log, {
    ...desk,
    metrics: undefined,
    reads,
    standbys,
  });
  const app = await createApp(context);
  const close = async () => {
    await app.close();
    await standbys.close();
    await reads.destroy();
  };
  return { app, context, standbys, close };
}

const first = await serverWith();
const second = await serverWith();
afterAll(async () => void (await Promise.all([first.close(), second.close()])));
const { app, standbys } = first;

const admin = await staffCaller(desk, 'admin');
const shop = await appCaller(desk, ['users.write', 'users.read', 'payments.create', 'payments.read']);
const customer = await userCaller(desk, user.id);

const untilUsed = async (isUsed = true, of = [first, second]) =>
  await vi.waitFor(
    () =>
      expect(of.flatMap((one) => one.standbys.states)).toMatchObject(
        of.map(() => ({ isUsed, problem: isUsed ? null : expect.any(String) })),
      ),
    WAIT,
  );
const onStandby = async (statement: string) =>
  await executeOnServer(servers.standby.superuserUrlOf('').slice(0, -1), statement);
const pauseReplay = async () => {
  await onStandby('select pg_wal_replay_pause()');
  await pause(50);
};
const resumeReplay = async () => await onStandby('select pg_wal_replay_resume()');

/** Whatever state it is in. */
const startStandby = async () => {
  servers.standby.kill();
  await servers.standby.start();
};

/** How many statements a server has sent to the standby while it did some work. */
async function sentToStandby(work: () => Promise<unknown>, of = first): Promise<number> {
  let sent = 0;
  const [pool] = of.standbys.pools;
  const note = () => (sent += 1);
  pool?.on('query', note);
  try {
    await work();
  } finally {
    pool?.removeListener('query', note);
  }
  return sent;
}

afterEach(async () => {
  await resumeReplay();
  await untilUsed();
});

test.each(longReadCalls({ userId: user.id, paymentId: payment.id }))(
  '$path is answered by the standby, with what the primary would answer',
  async ({ path, input }) => {
    await untilUsed();
    let answer: unknown;
    const sent = await sentToStandby(async () => (answer = await call(app, admin, path, input)));
    expect(answer).toMatchObject({ status: 200 });
    expect(sent).toBeGreaterThan(0);
    const { context } = first;
    const alone = await createApp({ ...context, standbys: null });
    onTestFinished(async () => await alone.close());
    const { data } = await call(alone, admin, path, input);
    // What is measured while it is read is another figure each time.
    const stable = (value: unknown) =>
      JSON.stringify(value, (key, one: unknown) => (/(At|Ms|Seconds|^from|^asOf)$/.test(key) ? null : one));
    expect(stable((answer as { data: unknown }).data)).toBe(stable(data));
  },
);

test('nothing but these is asked of the standby: no mutation, no row by its id, no sign-in', async () => {
  await untilUsed();
  const sent = await sentToStandby(async () => {
    const created = await newUser(desk);
    expect(
      (
        await call(app, shop, 'payments.create', {
          userId: created.id,
          amountUsd: '20.00',
          currencyCode: 'BTC',
        })
      ).status,
    ).toBe(200);
    expect(
      (await call(app, admin, 'users.freeze', { id: created.id, note: 'to see where it is read' })).status,
    ).toBe(200);
    expect((await call(app, admin, 'users.get', { id: created.id })).status).toBe(200);
    expect((await call(app, customer, 'payments.get', { id: payment.id })).status).toBe(200);
    expect((await call(app, admin, 'policies.current', undefined)).status).toBe(200);
    await newWithdrawal(desk, user.id, '20.00');
    await staffCaller(desk, 'viewer');
  });
  expect(sent).toBe(0);
});

const idsIn = async (on: typeof first, caller: Caller, path: string, input: object = {}) =>
  ((await call(on.app, caller, path, input)).data as { data: { id: string }[] }).data.map(({ id }) => id);

test('an export is read from the standby, as it was when it began', async () => {
  await untilUsed();
  let rows: unknown[] = [];
  const sent = await sentToStandby(async () => (rows = await rowsOf(app, admin, { resource: 'payments' })));
  expect(sent).toBeGreaterThan(0);
  expect(rows).toHaveLength(await Payment.query(knex).resultSize());
});

test('an export whose standby goes away before the first byte is read from the primary', async () => {
  await untilUsed();
  const [pool] = standbys.pools;
  const away = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const broken = vi.spyOn(pool as Knex, 'transaction').mockRejectedValue(away);
  const rows = await rowsOf(app, admin, { resource: 'payments' });
  expect(broken).toHaveBeenCalledOnce();
  broken.mockRestore();
  expect(rows).toHaveLength(await Payment.query(knex).resultSize());
});

test.each([
  ['a member of staff', () => admin],
  ['an app', () => shop],
] as const)(
  '%s sees what it has just written, on every server, while the standby stands still',
  async (_who, callerOf) => {
    await untilUsed();
    await pauseReplay();
    for (const [writer, reader] of [
      [first, first],
      [first, second],
      [second, first],
    ] as const) {
      const externalId = newId();
      const { data, error } = await call(writer.app, shop, 'users.upsert', {
        externalId,
        username: externalId,
      });
      expect(error).toBeNull();
      expect(await idsIn(reader, callerOf(), 'users.list')).toContain((data as { id: string }).id);
    }
    expect(first.standbys.states).toMatchObject([
      { isUsed: false, problem: expect.stringContaining('behind') },
    ]);
  },
);

test('a user sees a payment that was made in the other server a moment ago', async () => {
  await untilUsed();
  await pauseReplay();
  const { data, error } = await call(first.app, customer, 'payments.create', {
    userId: user.id,
    amountUsd: '20.00',
    currencyCode: 'BTC',
  });
  expect(error).toBeNull();
  expect(await idsIn(second, customer, 'payments.list')).toContain((data as { id: string }).id);
});

test('a standby that follows a little later is waited for, and the list is read from it', async () => {
  await untilUsed();
  const patient = await serverWith({ maxLagMs: 5000 });
  onTestFinished(patient.close);
  await untilUsed(true, [patient]);
  await pauseReplay();
  const { id } = await newUser(desk);
  const sent = sentToStandby(
    async () => expect(await idsIn(patient, admin, 'users.list')).toContain(id),
    patient,
  );
  await pause(200);
  await resumeReplay();
  expect(await sent).toBeGreaterThan(0);
});

test('who hears that a row has changed reads it as it is now, while the standby stands still', async () => {
  await untilUsed();
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const stream = await fetch(`${base}/api/live/stream`, {
    headers: { cookie: admin['cookie'] ?? '' },
    signal: stop.signal,
  });
  const { id } = await newUser(desk);
  await pauseReplay();
  let isFrozen = false;
  const heard = (async () => {
    let text = '';
    for await (const chunk of (stream.body as ReadableStream<Uint8Array>).pipeThrough(
      new TextDecoderStream(),
    )) {
      text += chunk;
      if (!text.includes(id) || !/"users"/.test(text)) continue;
      text = '';
      const mustShow = isFrozen;
      const list = (await call(app, admin, 'users.list', {})).data as {
        data: { id: string; frozenAt: string | null }[];
      };
      const row = list.data.find((one) => one.id === id);
      // What is heard first may be that the user was made.
      if (mustShow || typeof row?.frozenAt === 'string') return row;
    }
    return null;
  })();
  await call(second.app, admin, 'users.freeze', { id, note: 'a change that others hear of' });
  isFrozen = true;
  expect(await heard).toMatchObject({ frozenAt: expect.any(String) });
});

test.each([
  ['is killed', 'kill'],
  ['falls silent', 'freeze'],
] as const)('a standby that %s: lists go on from the primary, and come back to it', async (_what, end) => {
  await untilUsed();
  const underWay = standbys.pools[0]?.raw('select pg_sleep(60)').catch((error: unknown) => error);
  await pause(100);
  onTestFinished(startStandby);
  servers.standby[end]();
  const startedAt = performance.now();
  for (let attempt = 0; attempt < 5; attempt += 1)
    expect((await call(app, admin, 'payments.list')).status).toBe(200);
  // What waits for a server that says nothing would wait for a quarter of an hour.
  expect(isOfStandby(await underWay)).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(8000);
  await untilUsed(false);
  expect(await sentToStandby(async () => await call(app, admin, 'payments.list'))).toBe(0);
  await startStandby();
  await untilUsed();
  expect(await sentToStandby(async () => await call(app, admin, 'payments.list'))).toBeGreaterThan(0);
});

test('a read that meets a standby that was started again is repeated on the primary', async () => {
  await untilUsed();
  const { rows } = await knex.raw<{ rows: DatabaseIdentity[] }>(IDENTITY);
  const standby = openStandby(servers.standby.urlOf('desk'), {
    applicationName: 'lists',
    poolMax: 1,
    pooled: false,
    identity: async () => await Promise.resolve(rows[0] as DatabaseIdentity),
  });
  onTestFinished(standby.close);
  await standby.askReplayed();
  await startStandby();
  const error = await standby.knex.raw('select 1').catch((failure: unknown) => failure);
  expect(String(error)).toContain('it was started again');
  expect(isOfStandby(error)).toBe(true);
});

test('what fails by a conflict with what is replayed is read again on the primary', async () => {
  await untilUsed();
  const [pool] = standbys.pools;
  if (pool === undefined) throw new Error('there is a standby');
  await onStandby("alter system set max_standby_streaming_delay = '10ms'");
  await onStandby('select pg_reload_conf()');
  await knex.raw('create table in_the_way ()');
  await vi.waitFor(async () => await pool.raw('select from in_the_way'), WAIT);
  const conflict = pool.raw('select pg_sleep(20) from (select count(*) from in_the_way) one').then(
    () => null,
    (error: unknown) => error,
  );
  await pause(200);
  await knex.raw('drop table in_the_way');
  const error = await conflict;
  expect(String(error)).toContain('conflict with recovery');
  expect(isOfStandby(error)).toBe(true);
  await vi.waitFor(() => expect(standbys.states[0]?.isUsed).toBe(true), WAIT);

  const broken = vi
    .spyOn(pool.client as { query: (...words: unknown[]) => unknown }, 'query')
    .mockRejectedValue(error);
  const { status } = await call(app, admin, 'payments.list');
  broken.mockRestore();
  expect(status).toBe(200);
  const { body } = await app.inject('/metrics');
  expect(body).toMatch(/paydesk_long_reads_total\{from="repeated"\} [1-9]/);
  expect(body).toMatch(/paydesk_standby_used\{standby="127.0.0.1:\d+"\} 1/);
  expect(body).toMatch(/paydesk_standby_behind_bytes\{standby="127.0.0.1:\d+"\} \d+/);
});

test.each([
  ['the primary itself', () => servers.primary.urlOf('desk'), 'no standby'],
  ['another database', () => servers.standby.urlOf('postgres'), 'another database'],
] as const)('%s is not taken for a standby', async (_what, urlOf, problem) => {
  const server = await serverWith({ url: urlOf() });
  onTestFinished(server.close);
  await vi.waitFor(
    () =>
      expect(server.standbys.states).toMatchObject([
        { isUsed: false, problem: expect.stringContaining(problem) },
      ]),
    WAIT,
  );
  expect((await call(server.app, admin, 'payments.list')).status).toBe(200);
});

test('the doctor says of every standby whether it can be read, and why not', async () => {
  const checks = CHECKS.filter(({ name }) => name === 'read-standbys');
  const found = async (url: string) => {
    const settings = testSettings({ DATABASE_URL: servers.primary.urlOf('desk'), READ_DATABASE_URL: url });
    return (await runDoctor(settings, knex, { checks })).find(({ name }) => name === 'read-standbys');
  };
  expect(await found('')).toMatchObject({ state: 'ok', found: 'READ_DATABASE_URL names none.' });
  expect(await found(servers.standby.urlOf('desk'))).toMatchObject({
    state: 'notice',
    found: expect.stringContaining('hot_standby_feedback'),
  });
  await onStandby('alter system set hot_standby_feedback = on');
  await onStandby('select pg_reload_conf()');
  await vi.waitFor(
    async () => expect(await found(servers.standby.urlOf('desk'))).toMatchObject({ state: 'ok' }),
    WAIT,
  );
  expect(await found(servers.urlOf('desk'))).toMatchObject({
    state: 'warning',
    found: expect.stringMatching(/^127\.0\.0\.1:\d+: it is no standby, or was promoted\.$/),
  });
  await pauseReplay();
  await newUser(desk);
  expect(await found(servers.standby.urlOf('desk'))).toMatchObject({
    state: 'warning',
    found: expect.stringContaining('300 ms behind'),
  });
});

test('of several hosts, those that are standbys are used', async () => {
  const server = await serverWith({ url: servers.urlOf('desk') });
  onTestFinished(server.close);
  await vi.waitFor(
    () => expect(server.standbys.states.map(({ isUsed }) => isUsed)).toEqual([false, true]),
    WAIT,
  );
});
