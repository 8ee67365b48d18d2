import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { drills } from './drills.ts';

const root = resolve(import.meta.dirname, '../..');

/** Drills that are a file for vitest, each with the command that lists the files it would run. */
const ownFiles = Object.entries(drills).flatMap(([name, drill]) => {
  const { program, words, cwd } = drill.command();
  const [vitest = '', run, ...rest] = words;
  return run === 'run'
    ? [{ name, list: { program, words: [vitest, 'list', '--filesOnly', ...rest], cwd } }]
    : [];
});

test.each(ownFiles)('$name runs one file', ({ list: { program, words, cwd } }) => {
  const { stdout } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/\.(test|drill)\.ts$/)]);
});

test('a drill that cannot run says what it needs, and has neither passed nor failed', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [resolve(root, 'scripts/drill.ts'), 'pgbouncer'],
    // Nothing is installed where no program is found.
    { encoding: 'utf8', env: { ...process.env, PATH: '' } },
  );
  expect(stderr).toBe(
    'NOT RUN: pgbouncer cannot be started. Install it (Debian: apt-get install pgbouncer).\n',
  );
  expect(status).toBe(3);
});

test('a name that is no drill prints those that are', () => {
  const { status, stderr } = spawnSync(process.execPath, [resolve(root, 'scripts/drill.ts'), 'toString'], {
    encoding: 'utf8',
  });
  expect(status).toBe(64);
  expect(stderr).toContain('pnpm drill disk-full');
});
