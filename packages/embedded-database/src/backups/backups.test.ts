import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastBackupAt, MANIFEST, storedBackups, takeArchive, temporaryDataDir } from '@paydesk/data-folder';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { directoryOf, readState } from '../cluster.ts';
import { embeddedDatabase } from '../embeddedDatabase.ts';
import { restoreBackup } from './restoreBackup.ts';
import { finishRestore, requireFinishedRestore } from './unfinishedRestore.ts';
import { takeBackup } from './takeBackup.ts';

// Servers start and stop many times, and wait for the disk.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    const state = readState(folder);
    if (state?.elsewhere) rmSync(state.elsewhere, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});

function newFolder(): string {
  const folder = temporaryDataDir('backup-test');
  folders.push(folder);
  return folder;
}

/** Gives the work a database that is started before and stopped after it. */
async function using<Result>(
  dataDir: string,
  backupDir: string | null,
  work: (run: (statement: string) => Promise<string[]>) => Promise<Result>,
): Promise<Result> {
  const running = await embeddedDatabase({ dataDir, backupDir }).ensureRunning();
  const client = new pg.Client({ connectionString: running.url });
  await client.connect();
  try {
    return await work(async (statement) =>
      (await client.query<{ value: string }>(statement)).rows.map(({ value }) => value),
    );
  } finally {
    await client.end();
    await running.stop();
  }
}

const entries = async (dataDir: string): Promise<string[]> =>
  await using(dataDir, null, async (run) => await run('select value from entries order by 1'));

/** A superuser’s statement. */
async function asSuperuser(dataDir: string, statement: string): Promise<void> {
  const state = readState(dataDir);
  const client = new pg.Client({
    host: '127.0.0.1',
    port: state?.port ?? 0,
    user: 'postgres',
    password: state?.superuserPassword,
  });
  await client.connect();
  await client.query(statement);
  await client.end();
}

interface BackedUp {
  dataDir: string;
  backupDir: string;
  name: string;
  beforeC: Date;
}

const places = { dataDir: temporaryDataDir('backup-test'), backupDir: temporaryDataDir('backup-test') };
let template: BackedUp;
beforeAll(async () => {
  template = await makeTemplate();
});
afterAll(() => {
  for (const folder of Object.values(places)) rmSync(folder, { recursive: true, force: true });
});

/** Copies of the folders of the template: the same cluster again. */
function backedUp(): BackedUp {
  const [dataDir, backupDir] = [newFolder(), newFolder()];
  execFileSync('cp', ['-Rp', `${template.dataDir}/.`, dataDir]);
  execFileSync('cp', ['-Rp', `${template.backupDir}/.`, backupDir]);
  // The archive is the one of the copied folder from now on.
  takeArchive(walOf(backupDir), dataDir);
  return { ...template, dataDir, backupDir };
}

/** Writes `a`, is backed up, and writes `b`; then, after the time that is returned, `c`. */
async function makeTemplate(): Promise<BackedUp> {
  const { dataDir, backupDir } = places;
  return await using(dataDir, backupDir, async (run) => {
    await run("create table entries as select 'a'::text as value");
    const { name, archives } = await takeBackup({ dataDir, backupDir, keep: 3, facts: { key: 'k1' } });
    expect(archives).toBe(true);
    await run("insert into entries values ('b')");
    await pause(20);
    const beforeC = new Date();
    await pause(20);
    await run("insert into entries values ('c')");
    await asSuperuser(dataDir, 'select pg_switch_wal()');
    await untilArchived(backupDir);
    return { dataDir, backupDir, name, beforeC };
  });
}

const walOf = (backupDir: string): string =>
  join(backupDir, readdirSync(backupDir).find((name) => name.startsWith('wal-')) ?? '');

async function untilArchived(backupDir: string): Promise<void> {
  const wal = walOf(backupDir);
  const before = readdirSync(wal).length;
  for (let waits = 0; readdirSync(wal).length === before && waits < 100; waits += 1) await pause(50);
  await pause(300);
}

const plan = { name: null, to: null, moveAside: false };

test('a backup is restored with all that was archived since, or up to a time, on another data folder too', async () => {
  const { dataDir, backupDir, beforeC, name } = backedUp();
  const before = await entries(dataDir);
  expect(before).toEqual(['a', 'b', 'c']);

  // A new machine has passwords of its own.
  const other = newFolder();
  const whole = await restoreBackup({ ...plan, dataDir: other, backupDir });
  expect(whole).toMatchObject({ name, movedTo: null });
  expect(() => requireFinishedRestore(other)).toThrow('before it was on record');
  finishRestore(other);
  expect(() => requireFinishedRestore(other)).not.toThrow();
  expect(await entries(other)).toEqual(['a', 'b', 'c']);

  const past = await restoreBackup({ ...plan, dataDir, backupDir, to: beforeC, moveAside: true });
  expect(await entries(dataDir)).toEqual(['a', 'b']);
  expect(past.restoredTo.getTime()).toBeLessThanOrEqual(beforeC.getTime());
  expect(existsSync(join(past.movedTo ?? '', 'PG_VERSION'))).toBe(true);
  rmSync(past.movedTo ?? '', { recursive: true });

  // It goes on from there, and what is restored later follows it.
  await using(dataDir, backupDir, async (run) => {
    await run("insert into entries values ('d')");
    await asSuperuser(dataDir, 'select pg_switch_wal()');
    await untilArchived(backupDir);
  });
  const third = newFolder();
  await restoreBackup({ ...plan, dataDir: third, backupDir });
  expect(await entries(third)).toEqual(['a', 'b', 'd']);
});

test('after a restore to an earlier time the time that was left can be restored too, by its timeline', async () => {
  const { dataDir, backupDir, beforeC, name } = backedUp();
  const past = await restoreBackup({ ...plan, dataDir, backupDir, to: beforeC, moveAside: true });
  rmSync(past.movedTo ?? '', { recursive: true });
  finishRestore(dataDir);
  await using(dataDir, backupDir, async (run) => {
    await run("insert into entries values ('d')");
    // It is newer, and of the second timeline alone.
    await takeBackup({ dataDir, backupDir, keep: 3 });
    await asSuperuser(dataDir, 'select pg_switch_wal()');
    await untilArchived(backupDir);
  });
  for (const [timeline, expected] of [
    [1, ['a', 'b', 'c']],
    [2, ['a', 'b', 'd']],
    [null, ['a', 'b', 'd']],
  ] as const) {
    const other = newFolder();
    const restored = await restoreBackup({ ...plan, dataDir: other, backupDir, timeline });
    expect([timeline, await entries(other)]).toEqual([timeline, expected]);
    expect(restored.name === name).toBe(timeline === 1);
  }
  const refused = restoreBackup({ ...plan, dataDir: newFolder(), backupDir, timeline: 9 });
  await expect(refused).rejects.toThrow('has no timeline 9. It has: 1, 2');
});

test('without an archive a backup is restored to its own time, and its files are for their owner alone', async () => {
  const { dataDir } = backedUp();
  const [backupDir, other] = [newFolder(), newFolder()];
  const folder = await using(dataDir, null, async (run) => {
    const taken = await takeBackup({ dataDir, backupDir, keep: 1 });
    expect(taken.archives).toBe(false);
    expect(await lastBackupAt(backupDir)).toEqual(taken.endedAt);
    await run("insert into entries values ('d')");
    return taken.folder;
  });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const { mode } = statSync(join(entry.parentPath, entry.name));
    expect([entry.name, (mode & 0o777).toString(8)]).toEqual([
      entry.name,
      entry.isDirectory() ? '700' : '600',
    ]);
  }
  await restoreBackup({ ...plan, dataDir: other, backupDir });
  expect(await entries(other)).toEqual(['a', 'b', 'c']);
});

test('a damaged, incomplete or extended backup is refused before anything changes', async () => {
  const { dataDir, backupDir, name } = backedUp();
  const folder = join(backupDir, name);
  const file = join(folder, 'data', 'global', 'pg_filenode.map');
  const manifest = join(folder, MANIFEST);
  const restore = async () => await restoreBackup({ ...plan, dataDir, backupDir, moveAside: true });
  const damages: { damage(): void; repair(): void; found: RegExp }[] = [
    {
      damage: () => {
        const bytes = readFileSync(file);
        bytes[100] = (bytes[100] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
      repair() {
        this.damage();
      },
      found: /pg_filenode.map is not as it was written/,
    },
    {
      damage: () => renameSync(file, join(backupDir, 'kept')),
      repair: () => renameSync(join(backupDir, 'kept'), file),
      found: /pg_filenode.map is missing/,
    },
    {
      damage: () => writeFileSync(join(folder, 'data', 'postgresql.auto.conf.d'), ''),
      repair: () => rmSync(join(folder, 'data', 'postgresql.auto.conf.d')),
      found: /was added to it/,
    },
    {
      damage: () => renameSync(manifest, join(backupDir, 'kept')),
      repair: () => renameSync(join(backupDir, 'kept'), manifest),
      found: /no such backup/,
    },
  ];
  for (const one of damages) {
    one.damage();
    await expect(restore()).rejects.toThrow(one.found);
    one.repair();
  }
  const beside = readdirSync(join(directoryOf(dataDir, readState(dataDir) as never), '..'));
  expect(beside.filter((entry) => entry.includes('restor'))).toEqual([]);
  expect(await entries(dataDir)).toEqual(['a', 'b', 'c']);
  await restore();
});

test('a log with a gap or a damaged part is not taken for all there is', async () => {
  const { dataDir, backupDir } = backedUp();
  const wal = walOf(backupDir);
  const restore = async () => await restoreBackup({ ...plan, dataDir, backupDir, moveAside: true });
  const last = join(
    wal,
    readdirSync(wal)
      .filter((one) => /^[0-9A-F]{24}\.gz$/.test(one))
      .toSorted()
      .at(-1) ?? '',
  );
  const whole = readFileSync(last);
  writeFileSync(last, whole.subarray(0, whole.length - 10));
  await expect(restore()).rejects.toThrow('is damaged: the log ends there');
  rmSync(last);
  writeFileSync(join(wal, '0000000100000009000000FF.gz'), whole);
  await expect(restore()).rejects.toThrow('has a gap before 0000000100000009000000FF');
  expect(await entries(dataDir)).toEqual(['a', 'b', 'c']);
});

test('a database that is there, or in use, or a time that is not in the log is refused', async () => {
  const { dataDir, backupDir, beforeC } = backedUp();
  const restore = async (changes: object) => await restoreBackup({ ...plan, dataDir, backupDir, ...changes });
  await expect(restore({})).rejects.toThrow('With --move-aside');
  await using(dataDir, backupDir, async () => {
    await expect(restore({ moveAside: true })).rejects.toThrow('is in use');
  });
  const early = new Date(beforeC.getTime() - 3_600_000);
  await expect(restore({ moveAside: true, to: early })).rejects.toThrow(
    'no such backup from before that time',
  );
  await expect(restore({ moveAside: true, name: '2026-01-01T00-00-00Z' })).rejects.toThrow('no such backup');
  const late = new Date(Date.now() + 3_600_000);
  await expect(restore({ moveAside: true, to: late })).rejects.toThrow('The archived log ends before');
  const refuses = () => {
    throw new Error('another secret');
  };
  await expect(restore({ moveAside: true, checkFacts: refuses })).rejects.toThrow('another secret');
  expect(await entries(dataDir)).toEqual(['a', 'b', 'c']);
});

test('so many backups are kept, the log that they need with them, and what other desks have', async () => {
  const { dataDir, backupDir, name } = backedUp();
  const wal = walOf(backupDir);
  // As one of another desk.
  const foreign = '2026-01-01T00-00-00Z-0000';
  execFileSync('cp', ['-Rp', join(backupDir, name), join(backupDir, foreign)]);
  const manifest = join(backupDir, foreign, MANIFEST);
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"system": "\d+"/, '"system": "1"'));
  appendFileSync(join(backupDir, 'note.txt'), 'by a person');
  const [first = ''] = readdirSync(wal).toSorted();
  await using(dataDir, backupDir, async (run) => {
    const second = await takeBackup({ dataDir, backupDir, keep: 2 });
    expect(second.removed).toEqual([]);
    expect(readdirSync(wal)).toContain(first);
    const third = await takeBackup({ dataDir, backupDir, keep: 2 });
    expect(third.removed).toEqual([name]);
    expect(readdirSync(wal)).not.toContain(first);
    await run("insert into entries values ('d')");
    await asSuperuser(dataDir, 'select pg_switch_wal()');
    await untilArchived(backupDir);
    expect((await storedBackups(backupDir)).map((one) => one.name)).toEqual([
      third.name,
      second.name,
      foreign,
    ]);
  });
  const other = newFolder();
  await restoreBackup({ ...plan, dataDir: other, backupDir, to: null });
  expect(await entries(other)).toEqual(['a', 'b', 'c', 'd']);
});

test('after a restore the log of the new timeline is kept, and later restores lead along it', async () => {
  const { dataDir, backupDir, beforeC, name } = backedUp();
  const written = async (run: (statement: string) => Promise<string[]>, value: string) => {
    await run(`insert into entries values ('${value}')`);
    await asSuperuser(dataDir, 'select pg_switch_wal()');
    await untilArchived(backupDir);
  };
  // The time that is left goes far ahead, and has a backup.
  const left = await using(dataDir, backupDir, async (run) => {
    for (const value of ['x1', 'x2', 'x3', 'x4']) await written(run, value);
    return await takeBackup({ dataDir, backupDir, keep: 9 });
  });
  await restoreBackup({ ...plan, dataDir, backupDir, to: beforeC, moveAside: true });
  finishRestore(dataDir);
  await using(dataDir, backupDir, async (run) => await written(run, 'd'));
  const [second, third] = [newFolder(), newFolder()];
  expect(await restoreBackup({ ...plan, dataDir: second, backupDir })).toMatchObject({ name });
  expect(await entries(second)).toEqual(['a', 'b', 'd']);
  await expect(restoreBackup({ ...plan, dataDir: newFolder(), backupDir, name: left.name })).rejects.toThrow(
    'nothing goes on from it',
  );

  // Newer than the backup that was left, and of an earlier part of the log.
  const { beforeF, newer } = await using(dataDir, backupDir, async (run) => {
    const taken = await takeBackup({ dataDir, backupDir, keep: 9 });
    await written(run, 'e');
    await pause(20);
    const time = new Date();
    await pause(20);
    await written(run, 'f');
    const { removed } = await takeBackup({ dataDir, backupDir, keep: 3 });
    expect(removed).toEqual([name]);
    return { beforeF: time, newer: taken.name };
  });
  await restoreBackup({ ...plan, dataDir: third, backupDir, to: beforeF });
  expect(await entries(third)).toEqual(['a', 'b', 'd', 'e']);

  // A part that is missing there is found, although the time that was left has it too.
  const wal = walOf(backupDir);
  const parts = readdirSync(wal)
    .filter((one) => /^00000002[0-9A-F]{16}\.gz$/.test(one))
    .toSorted();
  const missing = parts.at(-2) ?? '';
  rmSync(join(wal, missing));
  expect(readdirSync(wal)).toContain(missing.replace(/^00000002/, '00000001'));
  await expect(restoreBackup({ ...plan, dataDir: newFolder(), backupDir, name: newer })).rejects.toThrow(
    `has a gap before ${parts.at(-1)?.slice(0, 24)}`,
  );
});

test('a restore that was interrupted before it was on record is repeated, to the same time', async () => {
  const { dataDir, backupDir, beforeC } = backedUp();
  const restore = async () =>
    await restoreBackup({ ...plan, dataDir, backupDir, to: beforeC, moveAside: true });
  const first = await restore();
  rmSync(first.movedTo ?? '', { recursive: true });
  // As a command after it does: the timeline that it began is archived, without anything that was written on it.
  await using(dataDir, backupDir, async () => {
    await asSuperuser(dataDir, 'select pg_switch_wal()');
    await untilArchived(backupDir);
  });
  const again = await restore();
  expect(again).toMatchObject({ name: first.name, restoredTo: first.restoredTo });
  expect(await entries(dataDir)).toEqual(['a', 'b']);
  finishRestore(dataDir);
});

test('a restored copy writes nothing to the archive of the desk that was backed up, unless it takes its place', async () => {
  const { dataDir, backupDir } = backedUp();
  const copy = newFolder();
  const restored = await restoreBackup({ ...plan, dataDir: copy, backupDir });
  expect(restored.notArchived).toContain(`belongs to the desk in ${dataDir} on `);
  finishRestore(copy);
  const filesIn = (folder: string) => new Set(readdirSync(folder, { encoding: 'utf8', recursive: true }));
  const before = filesIn(backupDir);
  const notes: string[] = [];
  const running = await embeddedDatabase({
    dataDir: copy,
    backupDir,
    log: (line) => void notes.push(line),
  }).ensureRunning();
  await asSuperuser(copy, 'select pg_switch_wal()');
  await expect(takeBackup({ dataDir: copy, backupDir, keep: 1 })).rejects.toThrow('Not backed up');
  await running.stop();
  expect(notes.join('\n')).toContain('Nothing is archived');
  expect(filesIn(backupDir)).toEqual(before);

  // Its own archive takes what the copy writes; the one of the desk goes on as before.
  const own = newFolder();
  await using(copy, own, async (run) => {
    await run("insert into entries values ('rehearsed')");
    expect(await takeBackup({ dataDir: copy, backupDir: own, keep: 1 })).toMatchObject({ archives: true });
  });
  await using(dataDir, backupDir, async (run) => await run("insert into entries values ('d')"));
  const archivesOf = async (folder: string) =>
    await using(
      folder,
      backupDir,
      async (run) => await run("select current_setting('archive_mode') as value"),
    );

  // Taken over: it is the other one that archives nothing from then on.
  const successor = newFolder();
  const taken = await restoreBackup({ ...plan, dataDir: successor, backupDir, takeArchive: true });
  expect(taken.notArchived).toBeNull();
  finishRestore(successor);
  expect(await entries(successor)).toEqual(['a', 'b', 'c', 'd']);
  expect(await archivesOf(dataDir)).toEqual(['off']);
  expect(await archivesOf(successor)).toEqual(['on']);
});
