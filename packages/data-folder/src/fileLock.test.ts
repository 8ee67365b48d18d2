import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tryFileLock } from './fileLock.ts';

const home = mkdtempSync(join(tmpdir(), 'paydesk-lock-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a lock names the process that holds it, and a dead one does not hold', async () => {
  const path = join(home, 'lock');
  const lock = tryFileLock(path);
  expect(lock.taken).toBe(true);
  expect(tryFileLock(path)).toEqual({ taken: false, holderPid: process.pid });
  if (lock.taken) lock.release();
  // The pid is ours, the time it started is not: a process that had this pid before.
  writeFileSync(path, `${process.pid} 1\nold\n`);
  expect(tryFileLock(path).taken).toBe(true);
});
