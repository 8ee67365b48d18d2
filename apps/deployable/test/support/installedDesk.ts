import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase, freePort } from '@paydesk/embedded-database';
import { createSimulator, type Simulator } from '@paydesk/simulator';
import { FOLDER } from './folder.ts';

const run = promisify(execFile);

const API_KEY = 'an API key of the provider';
const IPN_SECRET = 'an IPN secret of the provider';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface Program {
  child: ChildProcess;
  output(): string;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/** The folder as an operator installs it: elsewhere, with a database and a provider, and nothing else. */
export interface InstalledDesk {
  folder: string;
  url: string;
  /** For the role that owns the tables. */
  ownerUrl: string;
  simulator: Simulator;
  /** Runs one of the folder's programs to its end; `changes`: settings that differ. */
  run(program: string, words?: string[], changes?: Record<string, string>): Promise<Ended>;
  /** Starts one of the folder's programs, and waits until it is ready. */
  start(program: 'server' | 'worker'): Promise<Program>;
  remove(): Promise<void>;
}

export async function installDesk(): Promise<InstalledDesk> {
  const home = await mkdtemp(join(tmpdir(), 'paydesk-installed-'));
  const folder = join(home, 'paydesk');
  await cp(FOLDER, folder, { recursive: true });
  await rm(join(folder, 'compiled'), { recursive: true, force: true });
  const dataDir = temporaryDataDir('installed');
  const database = await embeddedDatabase({ dataDir }).ensureRunning();
  const simulator = createSimulator({ apiKey: API_KEY, ipnSecret: IPN_SECRET, stepMs: 0 });
  const provider = await simulator.listen(0);
  const [port, workerPort] = [await freePort(null), await freePort(null)];
  const url = `http://localhost:${port}`;
  // All of the environment: no PATH, no HOME.
  const env: Record<string, string> = {
    PORT: String(port),
    WORKER_PORT: String(workerPort),
    PUBLIC_URL: url,
    DATABASE_URL: database.applicationUrl,
    PAYDESK_SECRET: 'a secret for the tests of the folder alone',
    NOWPAYMENTS_API_KEY: API_KEY,
    NOWPAYMENTS_IPN_SECRET: IPN_SECRET,
    NOWPAYMENTS_BASE_URL: `${provider}/v1`,
  };
  const running: ChildProcess[] = [];

  async function runProgram(
    program: string,
    words: string[] = [],
    changes: Record<string, string> = {},
  ): Promise<Ended> {
    try {
      const options = { env: { ...env, ...changes }, cwd: home };
      return { code: 0, ...(await run(process.execPath, [join(folder, program), ...words], options)) };
    } catch (error) {
      return error as Ended & Error;
    }
  }

  async function start(program: 'server' | 'worker'): Promise<Program> {
    const child = spawn(process.execPath, [join(folder, `${program}.mjs`)], { env, cwd: home });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    while ((await runProgram('health.mjs', [program])).code !== 0) {
      if (child.exitCode !== null) throw new Error(`the ${program} did not start: ${output}`);
      await pause(50);
    }
    return { child, output: () => output, ended };
  }

  return {
    folder,
    url,
    ownerUrl: database.url,
    simulator,
    run: runProgram,
    start,
    async remove() {
      for (const child of running) child.kill('SIGKILL');
      await simulator.close();
      await database.stop();
      await rm(home, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
