import { expect, test } from 'vitest';
import { shareReads } from './shareReads.ts';

/** A read that ends when the test says so. */
function slowRead() {
  const open: PromiseWithResolvers<string>[] = [];
  const ask = shareReads(async () => {
    const reading = Promise.withResolvers<string>();
    open.push(reading);
    return await reading.promise;
  });
  return { open, ask };
}
const tick = async () => await new Promise((resolve) => setImmediate(resolve));

test('who asks during a read gets the next one, together with all others, and not what was read before', async () => {
  const { open, ask } = slowRead();
  const first = [ask(), ask()];
  await tick();
  const second = [ask(), ask(), ask()];
  await tick();
  expect(open).toHaveLength(1);
  open[0]?.resolve('before');
  expect(await Promise.all(first)).toEqual(['before', 'before']);
  await tick();
  expect(open).toHaveLength(2);
  open[1]?.resolve('after');
  expect(await Promise.all(second)).toEqual(['after', 'after', 'after']);
  void ask();
  await tick();
  expect(open).toHaveLength(3);
});

test('a failure reaches those who asked for it, and to no one after', async () => {
  const { open, ask } = slowRead();
  const failing = Promise.allSettled([ask(), ask()]);
  await tick();
  const later = ask();
  open[0]?.reject(new Error('no connection'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await tick();
  open[1]?.resolve('works');
  expect(await later).toBe('works');
});
