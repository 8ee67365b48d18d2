import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryDataDir } from '@paydesk/data-folder';
import { freePort } from '@paydesk/embedded-database';
import { afterAll } from 'vitest';
import { settingNames } from '../../src/base/settings.ts';
import { SECRET } from '../support/testDesk.ts';

/** A server or worker in a process of its own, as an operator runs it. */
export interface RunningProgram {
  /** The address of the server. */
  url: string;
  port: number;
  child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  /** Its exit code, and the milliseconds from now until then. */
  ended(): Promise<{ code: number | null; ms: number }>;
}

/** Lets a test make a running process fail, by a message. */
const FAILS_ON_MESSAGE = `data:text/javascript,${encodeURIComponent(`
  process.on('message', (kind) => {
    if (kind === 'throw') setTimeout(() => { throw new Error('thrown by the test'); });
    if (kind === 'reject') void Promise.reject(new Error('rejected by the test'));
  });`)}`;

/** Starts the program on this database; it is killed after the tests. `home`: the folder of another version of the server; `imports`: modules that are loaded first. */
export async function startProgram(
  program: 'main' | 'worker',
  {
    databaseUrl,
    settings = {},
    home = resolve(import.meta.dirname, '../..'),
    imports = [],
  }: { databaseUrl: string; settings?: Record<string, string>; home?: string; imports?: string[] },
): Promise<RunningProgram> {
  const dataDir = temporaryDataDir('program');
  const port = await freePort(null);
  const child = fork(join(home, `src/${program}.ts`), [], {
    execArgv: [FAILS_ON_MESSAGE, ...imports].flatMap((module) => ['--import', module]),
    env: {
      PATH: process.env['PATH'],
      // Empty counts as given: nothing comes from the `.env` file of this checkout.
      ...Object.fromEntries(settingNames.map((name) => [name, ''])),
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      PAYDESK_SECRET: SECRET,
      PAYDESK_DATA_DIR: dataDir,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });
  const first = await Promise.race([once(child, 'message'), exit]);
  if (child.exitCode !== null)
    throw new Error(`the ${program} did not start (${first.join(' ')}): ${output}`);
  return {
    url: `http://localhost:${port}`,
    port,
    child,
    output: () => output,
    async ended() {
      const startedAt = performance.now();
      const [code] = await exit;
      return { code, ms: Math.round(performance.now() - startedAt) };
    },
  };
}
