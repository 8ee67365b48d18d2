import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { temporaryDataDir } from '@paydesk/data-folder';
import { freePort } from '@paydesk/embedded-database';
import { settingNames } from '@paydesk/server/settings';

const root = resolve(import.meta.dirname, '../../../..');
/** In a new checkout the pages are built first. */
const START_TIMEOUT_MS = 300_000;

/**
 * Empty counts as unset, and as given: nothing comes from the `.env` file of a checkout that also runs a real desk, such
 * as its database or the provider's key.
 */
const NO_SETTINGS = Object.fromEntries(settingNames.map((name) => [name, '']));

/** A desk that runs for tests. */
export interface RunningDesk {
  url: string;
  /** For the command line. */
  dataDir: string;
  /** The process that supervises the others. */
  pid: number;
  /** What it has written so far. */
  output(): string;
  /** Stops it, and deletes its data. */
  stop: () => Promise<void>;
}

/** Starts a complete desk on an empty data folder and a free port, with these settings. */
export async function runDesk(settings: Record<string, string>): Promise<RunningDesk> {
  const dataDir = settings['PAYDESK_DATA_DIR'] ?? temporaryDataDir('desk');
  const port = await freePort(null);
  const url = `http://localhost:${port}`;
  const desk = spawn(process.execPath, ['apps/desk/src/start.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ...NO_SETTINGS,
      PORT: String(port),
      PUBLIC_URL: url,
      PAYDESK_DATA_DIR: dataDir,
      DEMO: '0',
      LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listen = (chunk: Buffer) => void (output += chunk.toString());
  desk.stdout.on('data', listen);
  desk.stderr.on('data', listen);
  const stop = async () => {
    desk.kill('SIGTERM');
    if (desk.exitCode === null) await new Promise((ended) => desk.once('exit', ended));
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await running(desk, () => output);
    return { url, dataDir, stop, pid: desk.pid ?? 0, output: () => output };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for the start message with the addresses. */
async function running(desk: ChildProcess, output: () => string): Promise<void> {
  await new Promise<void>((resolveRunning, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the desk did not start in time:\n${output()}`)),
      START_TIMEOUT_MS,
    );
    const listen = () => {
      if (!output().includes('Paydesk is running')) return;
      clearTimeout(timer);
      resolveRunning();
    };
    desk.stdout?.on('data', listen);
    desk.stderr?.on('data', listen);
    desk.once('exit', (code) => reject(new Error(`the desk ended with ${code}:\n${output()}`)));
  });
}
