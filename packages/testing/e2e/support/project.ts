import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, inject } from 'vitest';

export const root = resolve(import.meta.dirname, '../../../..');
/** Kept between runs, so that the database is made once. */
const cache = resolve(import.meta.dirname, '../../node_modules/.cache/paydesk');

export interface Finished {
  code: number | null;
  output: string;
}

/** A temporary folder of a test's own: what is left in it was left behind. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-kit-tmp-'));
  // PostgreSQL's account enters it when root runs the tests.
  chmodSync(folder, 0o711);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a program of `e2e/projects` or `examples` in the project, as a team would; `env` changes its environment. */
export function start(
  file: string,
  { words = [], env = {} }: { words?: string[]; env?: NodeJS.ProcessEnv } = {},
): ChildProcess & { finished: Promise<Finished> } {
  const project = inject('project');
  copyFileSync(resolve(import.meta.dirname, '../..', file), join(project, basename(file)));
  const child = spawn(process.execPath, [...words, basename(file)], {
    cwd: project,
    env: { ...cleanEnvironment(), PAYDESK_HOME: root, PAYDESK_CACHE_DIR: cache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // One that a failed test has left running.
  afterAll(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const finished = new Promise<Finished>((done) => child.once('close', (code) => done({ code, output })));
  return Object.assign(child, { finished });
}

/** The first line that a program prints. */
export async function firstLineOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const part of child.stdout as AsyncIterable<string>) {
    text += part;
    if (text.includes('\n')) return text.split('\n')[0] ?? '';
  }
  throw new Error(`it ended without a line: ${text}`);
}

/** Waits until nothing is left that a sandbox has begun in this temporary folder; what is left otherwise. */
export async function leftovers(folder: string): Promise<string[]> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 150; attempt += 1) {
    left = [...readdirSync(folder), ...commandsWith(folder)];
    if (left.length === 0) return left;
    await sleep(100);
  }
  return left;
}

/** Command lines of running programs that name the folder. */
function commandsWith(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandOf(pid))
    .filter((command) => command.includes(folder));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** What runs these tests must not reach the tests of the project. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env))
    if (/^(npm_|NODE_|VITEST|INIT_CWD|PAYDESK_)/i.test(name)) delete env[name];
  return env;
}
