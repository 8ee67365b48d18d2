import { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCredentialCache, type Accepted } from './credentialCache.ts';
import { watchCredentials } from './watchCredentials.ts';

beforeEach(
  () =>
    void vi.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

/** A connection whose probes arrive when the test says so. */
class FakeConnection extends EventEmitter {
  readonly probes: string[] = [];
  readonly processID = 7;
  isEnded = false;
  readonly pid: number;

  constructor(pid: number) {
    super();
    this.pid = pid;
  }

  query(sql: string, [payload]: string[] = []): Promise<{ rows: { pid: number }[] }> {
    if (sql.includes('pg_notify') && payload !== undefined) this.probes.push(payload);
    return Promise.resolve({ rows: [{ pid: this.pid }] });
  }
  deliver(payload = this.probes.at(-1)): void {
    this.emit('notification', { payload });
  }
  end(): Promise<void> {
    this.isEnded = true;
    return Promise.resolve();
  }
}

function watched({ pid = 7 } = {}) {
  const connections: FakeConnection[] = [];
  /** Resolved when the connection may be made. */
  let mayConnect = Promise.resolve();
  const knex = {
    client: {
      config: {},
      async acquireRawConnection() {
        await mayConnect;
        const connection = new FakeConnection(pid);
        connections.push(connection);
        return connection;
      },
    },
  } as unknown as Knex;
  const cache = createCredentialCache();
  const log = { info: vi.fn(), warn: vi.fn() };
  const watch = watchCredentials(knex, cache, log);
  let loads = 0;
  return {
    connections,
    cache,
    log,
    watch,
    holdConnection() {
      const held = Promise.withResolvers<void>();
      mayConnect = held.promise;
      return held.resolve;
    },
    async isKnown() {
      const before = loads;
      await cache.read('a hash', () => {
        loads += 1;
        return Promise.resolve(accepted);
      });
      await vi.advanceTimersByTimeAsync(0);
      return loads === before;
    },
  };
}

const accepted: Accepted = {
  credential: { kind: 'user', id: 't', userId: 'u', mintedByKeyId: null, name: 'n', permissions: new Set() },
  owners: ['user u'],
  endsInMs: null,
};

test('it connects with the first secret, and sends no probes without any', async () => {
  const { connections, isKnown, watch } = watched();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(connections).toHaveLength(0);
  await isKnown();
  for (let ms = 0; ms < 5000; ms += 50) {
    connections[0]?.deliver();
    await vi.advanceTimersByTimeAsync(50);
  }
  // Two seconds' worth.
  expect(connections[0]?.probes.length).toBeLessThan(12);
  const sent = connections[0]?.probes.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connections[0]?.probes).toHaveLength(sent ?? 0);
  await isKnown();
  expect(connections[0]?.probes).toHaveLength((sent ?? 0) + 1);
  await watch.stop();
  expect([connections.length, connections[0]?.isEnded]).toEqual([1, true]);
});

test('a probe confirms what was committed before it was sent, however late it arrives', async () => {
  const { connections, isKnown } = watched();
  await isKnown();
  await isKnown();
  await vi.advanceTimersByTimeAsync(700);
  connections[0]?.deliver();
  expect(await isKnown()).toBe(true);
  await vi.advanceTimersByTimeAsync(201);
  expect(await isKnown()).toBe(false);
});

test('behind a pooler, which shares sessions, nothing is answered from memory', async () => {
  const { connections, isKnown, watch, log } = watched({ pid: 8 });
  await isKnown();
  await isKnown();
  connections[0]?.deliver();
  expect([await isKnown(), connections[0]?.probes, connections[0]?.isEnded]).toEqual([false, [], true]);
  expect(log.warn).toHaveBeenCalledOnce();
  await watch.stop();
});

test('what was read before it listened is not used: its change was not heard', async () => {
  const { connections, isKnown, holdConnection } = watched();
  const connect = holdConnection();
  await isKnown();
  connect();
  await vi.advanceTimersByTimeAsync(1);
  connections[0]?.deliver();
  expect([await isKnown(), await isKnown()]).toEqual([false, true]);
});

test('probes of other servers, and those that were not sent, confirm nothing', async () => {
  const { connections, isKnown } = watched();
  await isKnown();
  for (const payload of ['probe', 'probe ', 'probe 0190']) connections[0]?.deliver(payload);
  await isKnown();
  expect(await isKnown()).toBe(false);
  connections[0]?.deliver();
  expect(await isKnown()).toBe(true);
  // The same one a second time.
  const [first] = connections[0]?.probes ?? [];
  await vi.advanceTimersByTimeAsync(240);
  connections[0]?.deliver(first);
  await vi.advanceTimersByTimeAsync(700);
  expect(await isKnown()).toBe(false);
});

test('an announcement forgets its owner; one that it does not know, everything', async () => {
  const { connections, cache, isKnown } = watched();
  await isKnown();
  for (const [payload, left] of [
    ['user other', 1],
    ['user u', 0],
    ['all', 0],
    ['', 0],
  ] as const) {
    await isKnown();
    connections[0]?.deliver(payload);
    expect([payload, cache.size]).toEqual([payload, left]);
  }
});

test('when probes stay away the connection is replaced, and it says so once', async () => {
  const { connections, cache, isKnown, log } = watched();
  await isKnown();
  await isKnown();
  await vi.advanceTimersByTimeAsync(5000);
  expect([connections[0]?.isEnded, cache.size, log.warn.mock.calls.length]).toEqual([true, 0, 1]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(connections).toHaveLength(2);
  // Longer and longer waits.
  await vi.advanceTimersByTimeAsync(5000);
  await vi.advanceTimersByTimeAsync(1900);
  expect(connections).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(200);
  expect(connections).toHaveLength(3);
  connections[2]?.deliver();
  await isKnown();
  expect(await isKnown()).toBe(true);
  expect([log.warn.mock.calls.length, log.info.mock.calls.length]).toEqual([1, 1]);
});

test.each(['end', 'error'])('at %s of the connection everything is forgotten', async (event) => {
  const { connections, cache, isKnown } = watched();
  await isKnown();
  connections[0]?.deliver();
  await isKnown();
  expect(cache.size).toBe(1);
  await vi.advanceTimersByTimeAsync(250);
  connections[0]?.emit(event);
  // Its last probe, which was on the way.
  connections[0]?.deliver();
  expect([cache.size, await isKnown(), await isKnown()]).toEqual([0, false, false]);
  await vi.advanceTimersByTimeAsync(1000);
  connections[1]?.deliver();
  expect([await isKnown(), await isKnown()]).toEqual([false, true]);
});
