import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { otherOwner, takeArchive } from './archiveOwner.ts';
import { makeDataDir } from './privateFile.ts';

let home: string;
let [desk, other, wal] = ['', '', ''];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'paydesk-owner-'));
  [desk, other, wal] = [join(home, 'desk'), join(home, 'other'), join(home, 'wal-1')];
  makeDataDir(desk);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('an archive belongs to the first data folder, and to no copy of it', () => {
  makeDataDir(other);
  expect(otherOwner(wal, desk)).toBeNull();
  takeArchive(wal, desk);
  expect(otherOwner(wal, desk)).toBeNull();
  expect(otherOwner(wal, other)).toMatchObject({ dataDir: desk });
  cpSync(desk, other, { recursive: true });
  expect(otherOwner(wal, other)).toMatchObject({ dataDir: desk });
  expect(otherOwner(wal, desk)).toBeNull();
});

test('a data folder that was moved, or made again at its place, goes on with it', () => {
  takeArchive(wal, desk);
  renameSync(desk, other);
  expect(otherOwner(wal, other)).toBeNull();
  makeDataDir(desk);
  expect(otherOwner(wal, desk)).toBeNull();
});

test('the same path on another machine is another place, unless the folder itself went there', () => {
  takeArchive(wal, desk);
  const file = join(wal, 'owner.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"host":"[^"]*"/, '"host":"elsewhere"'));
  expect(otherOwner(wal, desk)).toBeNull();
  rmSync(join(desk, 'archive.id'));
  expect(otherOwner(wal, desk)).toMatchObject({ host: 'elsewhere' });
});

test('who takes an archive has it alone, a copy too', () => {
  takeArchive(wal, desk);
  cpSync(desk, other, { recursive: true });
  takeArchive(wal, other);
  expect(otherOwner(wal, other)).toBeNull();
  expect(otherOwner(wal, desk)).toMatchObject({ dataDir: other });
});
