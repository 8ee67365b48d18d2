import { expect, test } from 'vitest';
import {
  createCredentialCache,
  KEEP_MS,
  MAX_KNOWN,
  MAX_UNCONFIRMED_MS,
  type Accepted,
} from './credentialCache.ts';

/** A cache that a watch confirms, its clocks, and how often it has read from the database. */
function watched() {
  const time = { elapsedMs: 1000, wallMs: 5_000_000 };
  const cache = createCredentialCache({
    now: () => new Date(time.wallMs),
    elapsedMs: () => time.elapsedMs,
  });
  let asked = 0;
  cache.watch(() => {
    asked += 1;
  });
  cache.confirm(cache.now());
  let loads = 0;
  return {
    cache,
    time,
    asked: () => asked,
    pass(ms: number) {
      time.elapsedMs += ms;
      time.wallMs += ms;
    },
    /** Whether it was answered from memory. */
    async isKnown(hash: string, accepted: Accepted | null = of('a')) {
      const before = loads;
      await cache.read(hash, async () => {
        loads += 1;
        return accepted;
      });
      return loads === before;
    },
  };
}

const of = (id: string, more: Partial<Accepted> = {}): Accepted => ({
  credential: { kind: 'user', id, userId: id, mintedByKeyId: null, name: id, permissions: new Set() },
  owners: [`user ${id}`],
  endsInMs: null,
  ...more,
});

test('an accepted secret is known for some seconds while changes are confirmed to arrive', async () => {
  const { cache, isKnown, pass } = watched();
  expect(await isKnown('one')).toBe(false);
  for (let ms = 0; ms < KEEP_MS - 100; ms += 100) {
    pass(100);
    cache.confirm(cache.now());
    expect(await isKnown('one')).toBe(true);
  }
  pass(100);
  cache.confirm(cache.now());
  expect(await isKnown('one')).toBe(false);
});

test('without a fresh confirmation every secret is read', async () => {
  const { cache, isKnown, pass, asked } = watched();
  await isKnown('one');
  pass(MAX_UNCONFIRMED_MS);
  expect([await isKnown('one'), asked()]).toEqual([true, 0]);
  pass(1);
  expect([await isKnown('one'), asked()]).toEqual([false, 1]);
  cache.confirm(cache.now());
  expect(await isKnown('one')).toBe(true);
});

test.each(['elapsedMs', 'wallMs'] as const)('%s alone ends a confirmation and what is known', async (one) => {
  const confirmation = watched();
  await confirmation.isKnown('one');
  confirmation.time[one] += MAX_UNCONFIRMED_MS + 1;
  expect(await confirmation.isKnown('one')).toBe(false);

  const known = watched();
  await known.isKnown('one');
  known.time[one] += KEEP_MS;
  known.cache.confirm(known.cache.now());
  expect(await known.isKnown('one')).toBe(false);
});

test('an older confirmation that arrives late takes nothing back, and allows nothing', async () => {
  const { cache, isKnown, pass } = watched();
  await isKnown('one');
  const early = cache.now();
  pass(500);
  cache.confirm(cache.now());
  cache.confirm(early);
  pass(600);
  expect(await isKnown('one')).toBe(true);
  pass(600);
  cache.confirm(early);
  expect(await isKnown('one')).toBe(false);
});

test('a secret that ends sooner is not known after its end', async () => {
  const { isKnown, pass } = watched();
  await isKnown('one', of('a', { endsInMs: 300 }));
  pass(299);
  expect(await isKnown('one')).toBe(true);
  pass(1);
  expect(await isKnown('one', of('a', { endsInMs: -1 }))).toBe(false);
  expect(await isKnown('one')).toBe(false);
});

test('a change forgets what depends on its owner, and nothing else', async () => {
  const { cache, isKnown } = watched();
  await isKnown('one', of('a', { owners: ['user a', 'key k'] }));
  await isKnown('two', of('b', { owners: ['user b', 'key k'] }));
  await isKnown('three', of('c'));
  cache.forget('user a');
  expect(await isKnown('two')).toBe(true);
  expect(await isKnown('one', of('a', { owners: ['user a', 'key k'] }))).toBe(false);
  cache.forget('key k');
  expect([await isKnown('three'), await isKnown('one'), await isKnown('two')]).toEqual([true, false, false]);
  cache.forget();
  expect(await isKnown('three')).toBe(false);
});

test('what changes while it is read is not kept', async () => {
  const { cache, isKnown } = watched();
  await cache.read('one', async () => {
    cache.forget('user a');
    return of('a');
  });
  expect(await isKnown('one')).toBe(false);
  await cache.read('two', async () => {
    cache.distrust();
    return of('a');
  });
  cache.confirm(cache.now());
  expect(await isKnown('two')).toBe(false);
});

test('what changes while it is read slowly is read again: the answer may be from before', async () => {
  const { cache, pass } = watched();
  let isRevoked = false;
  const slowly = async (ms: number) =>
    await cache.read('one', async () => {
      const answer = isRevoked ? null : of('a');
      if (!isRevoked) pass(ms);
      isRevoked = true;
      cache.forget('user a');
      return answer;
    });
  expect(await slowly(MAX_UNCONFIRMED_MS + 1)).toBeNull();
  isRevoked = false;
  // Within the second that a revocation may take.
  expect(await slowly(MAX_UNCONFIRMED_MS)).not.toBeNull();
  // Others change all the time: it is not read without end.
  let reads = 0;
  const found = await cache.read('two', async () => {
    reads += 1;
    pass(2000);
    cache.forget('user b');
    return of('a');
  });
  expect([found?.id, reads]).toEqual(['a', 3]);
});

test('refusals are not kept, however many there are', async () => {
  const { cache, isKnown } = watched();
  for (let n = 0; n < 1000; n += 1) expect(await isKnown(`wrong ${n}`, null)).toBe(false);
  expect(cache.size).toBe(0);
  await expect(cache.read('one', () => Promise.reject(new Error('revoked')))).rejects.toThrow('revoked');
  expect(cache.size).toBe(0);
  expect([await isKnown('wrong 1'), await isKnown('wrong 1')]).toEqual([false, true]);
});

test('memory is bounded, and the oldest makes way', async () => {
  const { cache, isKnown } = watched();
  for (let n = 0; n < MAX_KNOWN + 5; n += 1) await isKnown(`secret ${n}`, of(`user ${n}`));
  expect(cache.size).toBe(MAX_KNOWN);
  expect([await isKnown('secret 5'), await isKnown('secret 4')]).toEqual([true, false]);
});

test('nothing is kept without a watch, or after it has ended', async () => {
  const { cache, isKnown } = watched();
  await isKnown('one');
  cache.unwatch();
  cache.confirm(cache.now());
  await isKnown('one');
  expect([await isKnown('one'), cache.size]).toEqual([false, 0]);
});
