import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstLineOf, leftovers, start, temporaryFolder } from './support/project.ts';

describe.concurrent('in an empty project', () => {
  test('the program of the README runs', async () => {
    const folder = temporaryFolder();
    const run = start('examples/topUp.test.mjs', { words: ['--test'], env: { TMPDIR: folder } });
    const { code, output } = await run.finished;
    expect(output).toMatch(/pass 5\b/);
    expect(code).toBe(0);
    expect(await leftovers(folder)).toEqual([]);
  });

  test('two sandboxes side by side do everything', async () => {
    const folder = temporaryFolder();
    const { code, output } = await start('e2e/projects/everything.mjs', { env: { TMPDIR: folder } }).finished;
    expect(code, output).toBe(0);
    const { startMs, ...results } = JSON.parse(output) as { startMs: number };
    process.stdout.write(`two sandboxes started in ${startMs} ms\n`);
    expect(results).toEqual(expected);
    expect(await leftovers(folder)).toEqual([]);
  });

  test('a killed test process leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const child = start('e2e/projects/holdSandbox.mjs', { env: { TMPDIR: folder } });
    const { url } = JSON.parse(await firstLineOf(child)) as { url: string };
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    child.kill('SIGKILL');
    expect(await leftovers(folder)).toEqual([]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

test('the README shows the program that is run', () => {
  const kit = resolve(import.meta.dirname, '..');
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync(resolve(kit, 'README.md'), 'utf8')) ?? [];
  expect(code).toBe(readFileSync(resolve(kit, 'examples/topUp.test.mjs'), 'utf8'));
});

/** What `projects/everything.mjs` prints. */
const expected = {
  urlsDiffer: true,
  balanceOfNewUser: '0.00',
  partly: ['partially_paid', '20.00'],
  partlyWithSuspense: ['partially_paid', '0.00', '20.00'],
  overpaid: ['completed', '50.00'],
  again: [true, '10.00'],
  wrongAsset: [true, '0.00'],
  repeated: '50.00',
  wrongShares: ['TypeError', 'TypeError', 'TypeError', 'TypeError'],
  hoursAhead: 25,
  otherClockStayed: true,
  writtenAhead: true,
  updatedAhead: true,
  whileAway: 0,
  afterwards: [true, 1, 0],
  viewer: 'PERMISSION_DENIED',
  rejected: 'rejected',
  keyWithoutScope: 403,
  providerDown: 'PROVIDER_UNAVAILABLE',
  wrongAnswer: 'PROVIDER_ANSWER_INVALID',
  worksAgain: 'pending',
  controlOnDesk: 404,
  invariants: 'hold',
  afterStop: 'gone',
};
