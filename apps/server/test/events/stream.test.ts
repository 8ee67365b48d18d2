import { connect } from 'node:net';
import { type EventOutput, USER_EVENT_TYPES } from '@paydesk/types';
import { fastify } from 'fastify';
import { afterAll, expect, test, vi } from 'vitest';
import { listenForEvents } from '../../src/events/listenForEvents.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { eventRoutes } from '../../src/http/events.routes.ts';
import { createApp } from '../../src/http/createApp.ts';
import { STREAM_TIMES } from '../../src/http/eventStream.ts';
import { sendFailure } from '../../src/http/uniformErrors.ts';
import { mintUserToken, revokeUserTokens } from '../../src/auth/userTokens.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { appCaller, call, httpDesk, staffCaller, userCaller, type Caller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { changeSigned } from '../../src/origin/stampOrigin.ts';
import { actors, newUser, offerCurrencies, secondDesk } from '../support/testDesk.ts';
import { cursorNow, eventsAfter } from './eventDesk.ts';
import { openStream, requestStream } from './streamReader.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const base = await app.listen({ port: 0, host: '127.0.0.1' });
const second = await secondDesk(desk);
const secondApp = await createApp(second);
const secondBase = await secondApp.listen({ port: 0, host: '127.0.0.1' });
/** A server with short times and few places. */
const hasty = fastify({ forceCloseConnections: true });
hasty.setErrorHandler(async (error, request, reply) => await sendFailure(desk, error, request, reply));
const hastyTail = eventRoutes(
  hasty,
  desk,
  { ...STREAM_TIMES, aliveMs: 100, verifyMs: 100, slowMs: 500 },
  { perCaller: { service: 3, staff: 2, user: 1 }, perProcess: 5 },
);
const hastyBase = await hasty.listen({ port: 0, host: '127.0.0.1' });
afterAll(async () => await Promise.all([secondApp.close(), hasty.close()]));

const [alice, bob] = [await newUser(desk, 'alice'), await newUser(desk, 'bob')];
const shop = await appCaller(desk, ['events.read', 'users.read']);

const freeze = async (id = alice.id, frozen = true) =>
  await freezeUser(desk, actors.staff(), id, frozen, 'a secret suspicion');
/** So many events of one user, one after the other. */
async function change(times: number, id = alice.id): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await freeze(id, n % 2 === 0);
    await sequenceEvents(desk);
  }
  if (times % 2 === 1) await freeze(id, false);
  await sequenceEvents(desk);
}
async function emitTests(count: number, bytes = 1): Promise<void> {
  await desk.knex.raw(
    `select emit_event('test', 'webhook_endpoint', n::text, null, jsonb_build_object('text', repeat('x', ?)))
     from generate_series(1, ?) n`,
    [bytes, count],
  );
  await sequenceEvents(desk);
}
const sequences = (events: readonly EventOutput[]) => events.map(({ sequence }) => sequence);
const reasonOf = async (answer: Response) => ({
  status: answer.status,
  reason: ((await answer.json()) as { error: { data: { reason: string } } }).error.data.reason,
});

test('a stream sends what events.list shows, as it happens', async () => {
  const start = await cursorNow(desk);
  const stream = await openStream(base, shop);
  await change(2);
  await stream.waitFor(2);
  const listed = (await call(app, shop, 'events.list', { after: start })).data as { data: EventOutput[] };
  expect(stream.events).toEqual(listed.data);
  expect(stream.lastId()).toBe(String(start + 2));
  expect(stream.text()).toMatch(/^retry: \d+\nid: \d+\n\n/);
  stream.close();
});

test('a reader that connects again with its last id loses nothing and gets nothing twice', async () => {
  const start = await cursorNow(desk);
  const writing = change(60);
  const received: EventOutput[] = [];
  let lastEventId = String(start);
  for (let part = 1; received.length < 60; part += 1) {
    // Now on one server, now on the other.
    const stream = await openStream(part % 2 === 0 ? base : secondBase, shop, {
      // The address is the one of the first time.
      query: `?after=${start}`,
      lastEventId,
    });
    await stream.waitFor(7 - Math.max(0, received.length + 7 - 60));
    stream.close();
    received.push(...stream.events);
    lastEventId = stream.lastId() ?? '';
  }
  await writing;
  expect(sequences(received)).toEqual(
    Array.from({ length: received.length }, (_one, index) => start + index + 1),
  );
  expect(received).toEqual((await eventsAfter(desk, start)).slice(0, received.length));
});

test('readers far behind, close behind and at the end all get the same', async () => {
  const start = await cursorNow(desk);
  const offsets = [0, 100, 150, 229, 230];
  await emitTests(230);
  const streams = await Promise.all(
    offsets.map(async (offset) => await openStream(base, shop, { query: `?after=${start + offset}` })),
  );
  for (let n = 0; n < 20; n += 1) await emitTests(1);
  const all = sequences(await eventsAfter(desk, start));
  for (const [index, offset] of offsets.entries()) {
    await streams[index]?.waitFor(250 - offset);
    expect(sequences(streams[index]?.events ?? [])).toEqual(all.slice(offset));
  }
  for (const stream of streams) stream.close();
});

test('a reader whose cursor lies within what is in memory, or before it, gets all behind it once', async () => {
  const first = await openStream(base, shop);
  const start = await cursorNow(desk);
  await emitTests(20);
  await first.waitFor(20);
  const within = await openStream(base, shop, { query: `?after=${start + 8}` });
  await within.waitFor(12);
  // Now the first ones are read from the database alone.
  await new Promise((done) => setTimeout(done, 3500));
  await emitTests(5);
  await first.waitFor(25);
  const before = await openStream(base, shop, { query: `?after=${start}` });
  await before.waitFor(25);
  const all = sequences(await eventsAfter(desk, start));
  expect(sequences(within.events)).toEqual(all.slice(8));
  expect(sequences(before.events)).toEqual(all);
  for (const stream of [first, within, before]) stream.close();
});

test('a user token gets its own user’s events alone, without what staff note', async () => {
  const start = await cursorNow(desk);
  const caller = await userCaller(desk, alice.id);
  const behind = await openStream(base, caller, { query: `?after=0` });
  const live = await openStream(base, caller);
  const [forShop, secondLive] = [await openStream(base, shop), await openStream(secondBase, caller)];
  await freeze(bob.id);
  await newPayment(desk, bob.id, '30.00');
  await newPayment(desk, alice.id, '40.00');
  await desk.knex.raw(`select emit_event('test', 'webhook_endpoint', 'one', ?, '{}')`, [alice.id]);
  await freeze(alice.id);
  await freeze(bob.id, false);
  await freeze(alice.id, false);
  await sequenceEvents(desk);
  const types = ['payment.created', 'payment.address_issued', 'user.frozen', 'user.unfrozen'];
  for (const stream of [live, secondLive]) {
    await stream.waitFor(4);
    expect(stream.events.map(({ type }) => type)).toEqual(types);
  }
  await vi.waitFor(() =>
    expect(sequences(behind.events)).toEqual(expect.arrayContaining(sequences(live.events))),
  );
  await forShop.waitFor(9);
  for (const { events, text } of [behind, live, secondLive]) {
    expect(new Set(events.map(({ userId }) => userId))).toEqual(new Set([alice.id]));
    for (const { type } of events) expect(USER_EVENT_TYPES).toContain(type);
    expect(text()).not.toMatch(/a secret suspicion|Ada/);
  }
  expect(forShop.text()).toMatch(/a secret suspicion/);
  expect(forShop.events.length).toBeGreaterThan(live.events.length);
  const listed = (await call(app, caller, 'events.list', { after: start })).data as { data: EventOutput[] };
  expect(live.events).toEqual(listed.data);
  for (const query of [`?userId=${bob.id}`, '?types=change_request.created'])
    expect(await reasonOf(await requestStream(base, caller, { query }))).toEqual({
      status: 403,
      reason: 'PERMISSION_DENIED',
    });
  for (const stream of [behind, live, secondLive, forShop]) stream.close();
});

test('types and users select; the cursor moves on without an event', async () => {
  const selected = await openStream(hastyBase, shop, { query: `?types=user.frozen&userId=${bob.id}` });
  await change(3, alice.id);
  await freeze(bob.id);
  await freeze(bob.id, false);
  const head = await cursorNow(desk);
  await selected.waitFor(1);
  await vi.waitFor(() => expect(selected.lastId()).toBe(String(head)), { timeout: 5000 });
  expect(selected.events.map(({ type, userId }) => [type, userId])).toEqual([['user.frozen', bob.id]]);
  expect(selected.text()).toMatch(/\n: alive\n/);
  selected.close();
});

test.each(['types=user.frozen,user.unfrozen', 'types=user.frozen&types=user.unfrozen'])(
  'several types are one parameter with commas or a repeated one: %s',
  async (types) => {
    const selected = await openStream(hastyBase, shop, { query: `?${types}&userId=${bob.id}` });
    await freeze(bob.id);
    await change(1, bob.id);
    await freeze(bob.id, false);
    await selected.waitFor(2);
    expect(selected.events.map(({ type }) => type)).toEqual(['user.frozen', 'user.unfrozen']);
    selected.close();
  },
);

test.each([
  '?types=user.frozen&types=payment.unheard_of',
  '?after=1&after=2',
  '?after=yesterday',
  '?types=payment.unheard_of',
  '?userid=1',
  '?types=',
  '?after=-1',
])('%s is refused', async (query) => {
  expect((await reasonOf(await requestStream(base, shop, { query }))).reason).toBe('INVALID_INPUT');
});

test('a cursor ahead of the desk or removed by age, and callers without the permission, are refused', async () => {
  const ahead = String((await cursorNow(desk)) + 1);
  expect((await reasonOf(await requestStream(base, shop, { lastEventId: ahead }))).reason).toBe(
    'INVALID_CURSOR',
  );
  expect(await reasonOf(await requestStream(base, {}))).toEqual({ status: 401, reason: 'UNAUTHENTICATED' });
  expect(await reasonOf(await requestStream(base, { authorization: 'Bearer pk_wrong' }))).toMatchObject({
    status: 401,
  });
  expect(await reasonOf(await requestStream(base, await appCaller(desk, ['users.read'])))).toEqual({
    status: 403,
    reason: 'PERMISSION_DENIED',
  });
  expect((await fetch(`${base}/api/v1/events/stream`, { method: 'HEAD', headers: shop })).status).toBe(405);
});

test('a stream ends within seconds of its key, token, session or permission', async () => {
  const caller = async (work: Promise<Caller>) => {
    const one = await work;
    return await openStream(base, one);
  };
  const keyed = await caller(appCaller(desk, ['events.read']));
  const [key] = await desk.knex('api_keys').orderBy('created_at', 'desc').limit(1).pluck('id');
  const narrowed = await caller(appCaller(desk, ['events.read']));
  const [narrow] = await desk.knex('api_keys').orderBy('created_at', 'desc').limit(1).pluck('id');
  const tokened = await caller(userCaller(desk, alice.id));
  const { token } = await mintUserToken(desk.knex, {
    userId: bob.id,
    ttlSeconds: 2,
    mintedBy: { kind: 'system', id: null },
  });
  const expiring = await openStream(base, { authorization: `Bearer ${token}` });
  const staff = await caller(staffCaller(desk, 'viewer'));
  const [session] = await desk.knex('staff_sessions').orderBy('created_at', 'desc').limit(1).pluck('id');
  const staying = await openStream(base, shop);

  const startedAt = performance.now();
  const changeKey = async (id: string, to: object) =>
    await changeSigned(
      desk.knex,
      'api_key',
      id,
      async () => await desk.knex('api_keys').where({ id }).update(to),
    );
  await changeKey(String(key), { revoked_at: desk.knex.fn.now() });
  await changeKey(String(narrow), { scopes: ['users.read'] });
  await revokeUserTokens(desk.knex, { userId: alice.id });
  await desk.knex('staff_sessions').where({ id: session }).delete();
  const ended = [keyed, narrowed, tokened, expiring, staff];
  for (const stream of ended) await stream.waitForEnd();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(ended.map((stream) => stream.endReason())).toEqual([
    'API_KEY_REVOKED',
    'PERMISSION_DENIED',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ]);
  expect(staying.hasEnded()).toBe(false);
  staying.close();
});

test('an open stream does not keep a session alive', async () => {
  const caller = await staffCaller(desk, 'viewer');
  const sessions = desk.knex('staff_sessions').orderBy('created_at', 'desc').limit(1);
  const [id] = await sessions.clone().pluck('id');
  // A request would extend it: it was signed in an hour ago.
  await desk
    .knex('staff_sessions')
    .where({ id })
    .update({ expires_at: new Date(Date.now() + 11 * 3_600_000) });
  const end = async () => (await desk.knex('staff_sessions').where({ id }).pluck('expires_at'))[0] as Date;
  const before = await end();
  const stream = await openStream(hastyBase, caller);
  await new Promise((done) => setTimeout(done, 500));
  expect(await end()).toEqual(before);
  expect(stream.hasEnded()).toBe(false);
  stream.close();
  await call(app, caller, 'system.session');
  expect((await end()).getTime()).toBeGreaterThan(before.getTime());
});

test('a reader that does not read is disconnected, and holds up no other', async () => {
  const start = await cursorNow(desk);
  const { port } = new URL(hastyBase);
  const socket = connect(Number(port), '127.0.0.1');
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.write(
    `GET /api/v1/events/stream?after=${start} HTTP/1.1\r\nhost: desk\r\nauthorization: ${shop['authorization']}\r\n\r\n`,
  );
  socket.pause();
  await vi.waitFor(() => expect(hastyTail.readerCount).toBe(1), { timeout: 5000 });
  const quick = await openStream(hastyBase, shop);
  await emitTests(200, 100_000);
  await quick.waitFor(200);
  // 20 MB are more than the two kernels take: the server has to give up.
  await vi.waitFor(() => expect(hastyTail.readerCount).toBe(1), { timeout: 10_000 });
  socket.resume();
  await closed;
  expect(quick.hasEnded()).toBe(false);
  quick.close();
});

test('one caller, and one process, have a limited number of streams, which are free again afterwards', async () => {
  await vi.waitFor(() => expect(hastyTail.readerCount).toBe(0), { timeout: 5000 });
  const another = await appCaller(desk, ['events.read']);
  const own = await Promise.all([1, 2, 3].map(async () => await openStream(hastyBase, shop)));
  const refused = await requestStream(hastyBase, shop);
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(await reasonOf(refused)).toEqual({ status: 429, reason: 'RATE_LIMITED' });
  const others = await Promise.all([1, 2].map(async () => await openStream(hastyBase, another)));
  expect((await reasonOf(await requestStream(hastyBase, another))).reason).toBe('RATE_LIMITED');
  own[0]?.close();
  await vi.waitFor(() => expect(hastyTail.readerCount).toBe(4), { timeout: 5000 });
  const next = await openStream(hastyBase, shop);
  for (const stream of [...own, ...others, next]) stream.close();
  await vi.waitFor(() => expect(hastyTail.readerCount).toBe(0), { timeout: 5000 });
});

const listeningConnections = async () => {
  const { rows } = await desk.knex.raw<{ rows: { pid: number }[] }>(
    `select pid from pg_stat_activity where datname = current_database() and query = 'listen paydesk_events'`,
  );
  return rows.map(({ pid }) => pid);
};

test('all streams of a process share one listening connection, and outlive it', async () => {
  await vi.waitFor(async () => expect(await listeningConnections()).toEqual([]), { timeout: 5000 });
  const streams = await Promise.all([1, 2, 3].map(async () => await openStream(base, shop)));
  await vi.waitFor(async () => expect(await listeningConnections()).toHaveLength(1), { timeout: 5000 });
  const [pid] = await listeningConnections();
  await desk.knex.raw('select pg_terminate_backend(?)', [pid ?? 0]);
  await change(2);
  for (const stream of streams) await stream.waitFor(2);
  for (const stream of streams) stream.close();
  await vi.waitFor(async () => expect(await listeningConnections()).toEqual([]), { timeout: 5000 });
});

test('a server that cannot listen finds events by looking', async () => {
  const deaf = {
    ...desk,
    knex: new Proxy(desk.knex, {
      get: (target, key) =>
        key === 'client'
          ? {
              config: target.client.config as object,
              acquireConnection: () => Promise.reject(new Error('no connection')),
            }
          : (Reflect.get(target, key) as unknown),
    }),
  };
  const server = fastify({ forceCloseConnections: true });
  const tail = eventRoutes(server, deaf);
  const stream = await openStream(await server.listen({ port: 0, host: '127.0.0.1' }), shop);
  await change(2);
  await stream.waitFor(2);
  expect(tail.isListening()).toBe(false);
  await server.close();
});

test('the database announces what was numbered, on every server', async () => {
  const calls = { first: 0, second: 0 };
  const listeners = [
    listenForEvents(desk, () => (calls.first += 1)),
    listenForEvents(second, () => (calls.second += 1)),
  ];
  await vi.waitFor(() => expect(listeners.every((one) => one.isListening())).toBe(true), { timeout: 5000 });
  const before = { ...calls };
  await change(2);
  await vi.waitFor(() => {
    expect(calls.first).toBeGreaterThan(before.first);
    expect(calls.second).toBeGreaterThan(before.second);
  });
  await Promise.all(listeners.map(async (one) => await one.stop()));
});

test('a server that stops says so, and ends its streams at once', async () => {
  const third = await createApp(desk);
  const url = await third.listen({ port: 0, host: '127.0.0.1' });
  const stream = await openStream(url, shop);
  await change(2);
  await stream.waitFor(2);
  const startedAt = performance.now();
  await third.close();
  await stream.waitForEnd();
  expect(performance.now() - startedAt).toBeLessThan(3000);
  expect(stream.endReason()).toBe('SHUTDOWN');
});
