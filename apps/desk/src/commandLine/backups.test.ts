import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDataDir } from '@paydesk/data-folder';
import { requireFinishedRestore } from '@paydesk/embedded-database';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { testCommandLine } from '../../../server/test/support/commandLine.ts';
import { SECRET, testSettings } from '../../../server/test/support/testDesk.ts';
import { program } from './program.ts';

// Servers start and stop many times, and wait for the disk.
vi.setConfig({ testTimeout: 180_000 });

const [dataDir, backupDir, elsewhere] = [
  temporaryDataDir('cli-backup'),
  temporaryDataDir('cli-backup'),
  temporaryDataDir('cli-backup'),
];
afterAll(() => {
  for (const folder of [dataDir, backupDir, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

const given = { PAYDESK_SECRET: SECRET, PAYDESK_DATA_DIR: dataDir, BACKUP_DIR: backupDir };
const line = testCommandLine(program, testSettings(given));
beforeEach(() => line.clear());

test('a desk is backed up and restored; the restore is on record, payouts are stopped, all is verified', async () => {
  expect(await line.run('migrate')).toBe(0);
  line.clear();
  expect(await line.run('backup', '--json')).toBe(0);
  expect(JSON.parse(line.out)).toMatchObject({ archives: true, removed: [] });
  expect(line.err).toContain('PAYDESK_SECRET is not in it');
  expect(readdirSync(backupDir).filter((name) => name === 'secret')).toEqual([]);

  line.clear();
  expect(await line.run('restore')).toBe(1);
  expect(line.err).toContain('With --move-aside');

  line.clear();
  expect(await line.run('restore', '--move-aside', '--json', '--note', 'a drill')).toBe(0);
  const report = JSON.parse(line.out) as {
    movedTo: string;
    record: { note: string };
    verified: { ok: boolean };
  };
  expect(report).toMatchObject({ record: { note: 'a drill' }, verified: { ok: true } });
  expect(existsSync(report.movedTo)).toBe(true);
  expect(() => requireFinishedRestore(dataDir)).not.toThrow();
});

test('one of its timelines is restored elsewhere, which archives nothing until it takes the place of the desk', async () => {
  const rehearsal = testCommandLine(program, testSettings({ ...given, PAYDESK_DATA_DIR: elsewhere }));
  expect(await rehearsal.run('restore', '--timeline', '9')).toBe(1);
  expect(rehearsal.err).toContain('has no timeline 9. It has: 1, 2.');
  expect(await rehearsal.run('restore', '--timeline', 'first')).toBe(64);
  expect(rehearsal.err).toContain('must be the number of a timeline');

  rehearsal.clear();
  expect(await rehearsal.run('restore', '--timeline', '1')).toBe(0);
  expect(rehearsal.err).toContain(`belongs to the desk in ${dataDir} on `);
  expect(rehearsal.out).not.toContain('Then run “paydesk backup”');
  rehearsal.clear();
  expect(await rehearsal.run('backup')).toBe(1);
  expect(rehearsal.err).toContain('Not backed up: the archive in BACKUP_DIR');

  rehearsal.clear();
  expect(await rehearsal.run('restore', '--move-aside', '--take-archive')).toBe(0);
  expect(rehearsal.out).toContain('Then run “paydesk backup”');
  line.clear();
  expect(await line.run('backup')).toBe(1);
  expect(line.err).toContain(`belongs to the desk in ${elsewhere} on `);
});

test('a backup of another secret is refused, and so is another PostgreSQL, or no folder', async () => {
  const other = { ...given, PAYDESK_SECRET: 'another secret, which is long enough too' };
  const elsewhere = testCommandLine(program, testSettings(other));
  expect(await elsewhere.run('restore', '--move-aside')).toBe(1);
  expect(elsewhere.err).toContain('belongs to another PAYDESK_SECRET');
  const own = testCommandLine(program, testSettings({ ...given, DATABASE_URL: 'postgres://a@b/c' }));
  expect(await own.run('backup')).toBe(1);
  expect(own.err).toContain('a PostgreSQL of yours');
  const nowhere = testCommandLine(program, testSettings({ ...given, BACKUP_DIR: '' }));
  expect(await nowhere.run('backup')).toBe(1);
  expect(nowhere.err).toContain('Set BACKUP_DIR');
});

test('a desk does not start on a database whose restore was interrupted', () => {
  writeFileSync(join(dataDir, 'restore.unfinished'), '');
  expect(() => requireFinishedRestore(dataDir)).toThrow('was interrupted before it was on record');
});
