import { fork, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const APPS = resolve(import.meta.dirname, '../../../..');
const READY_MS = 60_000;

export type ProcessName = 'simulator' | 'server' | 'worker';

const PROGRAMS: Record<ProcessName, string> = {
  simulator: 'simulator/src/main.ts',
  server: 'server/src/main.ts',
  worker: 'server/src/worker.ts',
};

/** A real process of the desk that can be killed and comes back. */
export interface DeskProcess {
  name: ProcessName;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it (again) and waits until it reports that it is ready. */
  start(): Promise<void>;
}

export function deskProcess(name: ProcessName, env: NodeJS.ProcessEnv): DeskProcess {
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = fork(resolve(APPS, PROGRAMS[name]), { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child = started;
    let complaint = '';
    started.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (complaint = (complaint + text).slice(-4000)));
    const ready = new Promise<'ready'>((done) => started.once('message', () => done('ready')));
    const ended = new Promise<string>((done) =>
      started.once('exit', (code) => done(`it ended with ${code ?? 'a signal'}: ${complaint}`)),
    );
    const outcome = await Promise.race([
      ready,
      ended,
      sleep(READY_MS, 'it did not report in time', { ref: false }),
    ]);
    if (outcome !== 'ready') throw new Error(`the ${name} did not start: ${outcome}`);
  }

  async function kill(): Promise<void> {
    const doomed = child;
    if (doomed === null || doomed.exitCode !== null || doomed.signalCode !== null) return;
    const gone = new Promise<void>((done) => doomed.once('exit', () => done()));
    doomed.kill('SIGKILL');
    await gone;
  }

  return { name, start, kill };
}
