import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { tryPort } from '@paydesk/embedded-database';
import { checkPort } from './checkPort.ts';
import { RESTART_TIMES } from './restartPauses.ts';
import { superviseChild, type SupervisedChild } from './superviseChild.ts';

const folder = mkdtempSync(join(tmpdir(), 'paydesk-child-'));
const children: SupervisedChild[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let programs = 0;
function program(text: string): string {
  const path = join(folder, `program${(programs += 1)}.mjs`);
  writeFileSync(path, text);
  return path;
}

const never = new AbortController().signal;

async function supervise(
  text: string,
  log: (line: string) => void = () => {},
  signal = never,
): Promise<SupervisedChild> {
  const child = await superviseChild(
    { name: 'tester', program: program(text), env: process.env },
    log,
    signal,
  );
  children.push(child);
  return child;
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await sleep(20);
}

test('a child that ends before it was ready is reported by name', async () => {
  await expect(supervise('process.exit(3);')).rejects.toThrow('The tester did not start (exit code 3)');
});

test('a child that dies later is started again', async () => {
  const notes: string[] = [];
  const starts = join(folder, 'starts');
  await supervise(
    `import { appendFileSync, readFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(starts)}, 'x');
     process.send({ ready: true });
     if (readFileSync(${JSON.stringify(starts)}, 'utf8') === 'x') setTimeout(() => process.exit(1), 50);
     else setInterval(() => {}, 1000);`,
    (line) => notes.push(line),
  );
  await until(() => readFileSync(starts, 'utf8') === 'xx');
  await until(() => notes.length === 2);
  expect(notes).toEqual([
    'The tester ended unexpectedly (exit code 1); starting it again in 1 s',
    'The tester runs again',
  ]);
});

const hasty = { ...RESTART_TIMES, firstMs: 5, longestMs: 20, readyMs: 2000 };

test('a child that is killed again and again is always started again, after growing pauses', async () => {
  const notes: string[] = [];
  const pidFile = join(folder, 'killed-pid');
  const child = await superviseChild(
    {
      name: 'tester',
      program: program(
        `import { writeFileSync } from 'node:fs';
         writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
         process.send({ ready: true });
         setInterval(() => {}, 1000);`,
      ),
      env: process.env,
    },
    (line) => notes.push(line),
    never,
    hasty,
  );
  children.push(child);
  for (let kills = 1; kills <= 7; kills += 1) {
    process.kill(pidOf(pidFile), 'SIGKILL');
    await until(() => notes.length === 2 * kills);
  }
  expect(notes.filter((_line, index) => index % 2 === 0)).toEqual(
    [5, 10, 20, 20, 20, 20, 20].map(
      (ms) => `The tester ended unexpectedly (signal SIGKILL); starting it again in ${ms / 1000} s`,
    ),
  );
});

test('a child that can no longer start is given up after five attempts, with each reason', async () => {
  const notes: string[] = [];
  const starts = join(folder, 'failing-starts');
  const child = await superviseChild(
    {
      name: 'tester',
      program: program(
        `import { appendFileSync, readFileSync } from 'node:fs';
         appendFileSync(${JSON.stringify(starts)}, 'x');
         if (readFileSync(${JSON.stringify(starts)}, 'utf8') !== 'x') process.exit(3);
         process.send({ ready: true });
         setTimeout(() => process.exit(1), 50);`,
      ),
      env: process.env,
    },
    (line) => notes.push(line),
    never,
    hasty,
  );
  children.push(child);
  await expect(child.lost).rejects.toThrow('The tester did not start 5 times in a row; giving up.');
  expect(readFileSync(starts, 'utf8')).toBe('xxxxxx');
  expect(notes.slice(1)).toEqual(Array(5).fill('The tester did not start again (exit code 3)'));
});

test('a child that hangs while it starts again is ended, and started once more', async () => {
  const notes: string[] = [];
  const starts = join(folder, 'hanging-starts');
  const child = await superviseChild(
    {
      name: 'tester',
      program: program(
        `import { appendFileSync, readFileSync } from 'node:fs';
         appendFileSync(${JSON.stringify(starts)}, 'x');
         const count = readFileSync(${JSON.stringify(starts)}, 'utf8').length;
         if (count !== 2) process.send({ ready: true });
         if (count === 1) setTimeout(() => process.exit(1), 50);
         else setInterval(() => {}, 1000);`,
      ),
      env: process.env,
    },
    (line) => notes.push(line),
    never,
    hasty,
  );
  children.push(child);
  await until(() => notes.length === 3);
  expect(notes.slice(1)).toEqual([
    'The tester did not start again (it did not report in time)',
    'The tester runs again',
  ]);
});

test('stopping lets a child drain, and is no unexpected end', async () => {
  const notes: string[] = [];
  const drained = join(folder, 'drained');
  const child = await supervise(
    `import { writeFileSync } from 'node:fs';
     process.on('SIGTERM', () => setTimeout(() => { writeFileSync(${JSON.stringify(drained)}, 'yes'); process.exit(0); }, 100));
     setInterval(() => {}, 1000);
     process.send({ ready: true });`,
    (line) => notes.push(line),
  );
  await child.stop(5_000);
  expect(readFileSync(drained, 'utf8')).toBe('yes');
  expect(notes).toEqual([]);
});

test('a child that does not drain is ended after its grace', async () => {
  const child = await supervise(
    `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.send({ ready: true });`,
  );
  const startedAt = performance.now();
  await child.stop(200);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

test('in watch mode a child reports ready, starts again when its file changes, and stops', async () => {
  const starts = join(folder, 'watched-starts');
  const path = program(
    `import { appendFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(starts)}, 'x');
     setInterval(() => {}, 1000);
     process.send({ ready: true });`,
  );
  const notes: string[] = [];
  const child = await superviseChild(
    { name: 'tester', program: path, flags: ['--watch', '--watch-preserve-output'], env: process.env },
    (line) => notes.push(line),
    never,
  );
  children.push(child);
  appendFileSync(path, '\n');
  await until(() => readFileSync(starts, 'utf8').length > 1);
  await child.stop(5_000);
  expect(notes).toEqual([]);
});

test('a stop during a start ends the child', async () => {
  const stop = new AbortController();
  const pidFile = join(folder, 'pid');
  const start = supervise(
    `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000);`,
    () => {},
    stop.signal,
  );
  const outcome = expect(start).rejects.toThrow('Ctrl-C');
  await until(() => pidOf(pidFile) > 0);
  stop.abort(new Error('Ctrl-C'));
  await outcome;
  await until(() => !isAlive(pidOf(pidFile)));
});

test('a taken port is reported with the setting that changes it', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(checkPort(port, 'SIMULATOR_PORT')).rejects.toThrow(
    new RegExp(`Port ${port} is taken.*SIMULATOR_PORT=`),
  );
  squatter.close();
});

test('a free port passes', async () => {
  const port = await tryPort(0);
  await expect(checkPort(port!, 'PORT')).resolves.toBeUndefined();
});

function pidOf(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
