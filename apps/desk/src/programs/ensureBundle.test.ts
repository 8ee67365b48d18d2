import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ensureBundle, type Bundle } from './ensureBundle.ts';

const place = mkdtempSync(join(tmpdir(), 'paydesk-bundle-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const home = join(place, 'programs');
const LOCKFILE = 'pnpm-lock.yaml';

function write(name: string, content: string): void {
  const path = join(place, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  // Written before the bundle, also where the clock of the file system is coarse.
  const earlier = new Date(Date.now() - 5000);
  utimesSync(path, earlier, earlier);
}

const ensure = async (signal = new AbortController().signal) =>
  await ensureBundle({
    home,
    programs: { greet: join(place, 'app/src/greet.ts') },
    alsoReads: [join(place, LOCKFILE)],
    signal,
  });

const outputOf = ({ folder }: Bundle) =>
  execFileSync(process.execPath, [join(folder, 'greet.mjs')], { encoding: 'utf8' });

const bundles = () =>
  readdirSync(home, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));

write('package.json', '{"type":"module"}');
write(LOCKFILE, 'one');
write('app/package.json', '{"name":"app","type":"module"}');
write('app/tsconfig.json', '{}');
write('app/data.txt', 'from a file');
write('app/src/word.ts', `export const word: string = 'one';`);
write(
  'app/src/greet.ts',
  `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { word } from './word.ts';
const path = join(import.meta.dirname, '../data.txt');
process.stdout.write([word, readFileSync(path, 'utf8'), readFileSync(new URL('../data.txt', import.meta.url), 'utf8')].join());`,
);

test('those who ask at once for a bundle get one, and it reads the files of its sources', async () => {
  const [first, second] = await Promise.all([ensure(), ensure()]);
  expect(first.isNew).not.toBe(second.isNew);
  expect(second.folder).toBe(first.folder);
  expect(outputOf(first)).toBe('one,from a file,from a file');
});

test('nothing changed, or only the time of a file: it is not made again', async () => {
  const now = new Date();
  utimesSync(join(place, 'app/src/word.ts'), now, now);
  const before = bundles();
  expect(await ensure()).toMatchObject({ isNew: false });
  expect(bundles()).toEqual(before);
});

test.each([
  ['an imported source', 'app/src/word.ts', `export const word: string = 'two';`],
  ['the lockfile', LOCKFILE, 'two'],
  ['how TypeScript is read in a package', 'app/tsconfig.json', '{"compilerOptions":{"removeComments":true}}'],
  ['what a package exports', 'app/package.json', '{"name":"app","type":"module","exports":"./src/greet.ts"}'],
])('%s changed: it is made again, once', async (_, name, content) => {
  const before = await ensure();
  write(name, content);
  const after = await ensure();
  expect([before.isNew, after.isNew, (await ensure()).isNew]).toEqual([false, true, false]);
  expect(outputOf(after)).toBe('two,from a file,from a file');
  // A desk that runs may load a part of it later.
  expect(existsSync(before.folder)).toBe(true);
});

test('the bundle of a desk that runs stays, however often another is made, and goes after it', async () => {
  const used = await ensure();
  for (const word of ['three', 'four', 'five', 'six', 'two']) {
    write('app/src/word.ts', `export const word: string = '${word}';`);
    await ensure();
  }
  expect(outputOf(used)).toBe('two,from a file,from a file');
  // What each of them noted is this process: it ends.
  for (const name of readdirSync(home).filter((one) => one.startsWith('used.')))
    writeFileSync(join(home, name), '999999999 1');
  write('app/src/word.ts', `export const word: string = 'seven';`);
  await ensure();
  expect(existsSync(used.folder)).toBe(false);
  expect(bundles()).toHaveLength(3);
  expect(readdirSync(home).filter((one) => one.startsWith('used.'))).toHaveLength(1);
});

test('a bundle that is gone or damaged is made again', async () => {
  const { folder } = await ensure();
  rmSync(folder, { recursive: true });
  expect(await ensure()).toMatchObject({ isNew: true });
  writeFileSync(join(home, 'current.json'), '{');
  expect(await ensure()).toMatchObject({ isNew: true });
});

test('a source that cannot be bundled fails with the reason, and a stop ends the work', async () => {
  write('app/src/word.ts', `export const other = 'three';`);
  await expect(ensure()).rejects.toThrow(/could not be bundled[^]*word/);
  await expect(ensure(AbortSignal.timeout(20))).rejects.toThrow();
  write('app/src/word.ts', `export const word = 'three';`);
  expect(outputOf(await ensure())).toBe('three,from a file,from a file');
});
