import { spawn } from 'node:child_process';

export interface ProgramPlan {
  command: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
}

export interface Program {
  /** What it has written so far. */
  output(): string;
  /** Resolves when it has ended. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

const STOP_MS = 20_000;

/** Starts a program in a process group of its own, which is ended as a whole. */
export function startProgram({ command, args, cwd, env }: ProgramPlan): Program {
  let output = '';
  const child = spawn(command, args, {
    cwd,
    env: { ...baseEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, name);
  };
  return {
    output: () => output,
    ended,
    async stop() {
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Waits until `isReady` is true. Fails with what the program wrote if it ends before, or takes too long. */
export async function whenReady(
  program: Program,
  what: string,
  isReady: () => boolean | Promise<boolean>,
  timeoutMs = 120_000,
): Promise<void> {
  let hasEnded = false;
  void program.ended.then(() => (hasEnded = true));
  const until = Date.now() + timeoutMs;
  while (!(await isReady())) {
    if (hasEnded || Date.now() > until) {
      await program.stop();
      throw new Error(`${what} did not start:\n${program.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Without the settings of this machine: a desk or shop that is started here has its own. */
function baseEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TMP', 'TEMP', 'SYSTEMROOT', 'USER'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
