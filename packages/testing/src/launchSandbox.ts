import { spawn, type ChildProcess } from 'node:child_process';
import { findPaydesk } from './findPaydesk.ts';
import { SandboxError } from './sandboxControl.ts';

/** As much of its output as helps to see why it did not start. */
const KEPT_OUTPUT = 4_000;

/** Variables of test runners that would change how the desk runs. */
const NOT_FOR_THE_DESK = ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_TEST_CONTEXT', 'FORCE_COLOR'];

export interface LaunchPlan {
  home: string | undefined;
  settings: Readonly<Record<string, string | undefined>>;
  timeoutMs: number;
  showLog: boolean;
}

/** A sandbox of this process. */
export interface LaunchedSandbox {
  control: string;
  /** Resolves when it has ended and everything of it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a sandbox that ends with this process, also when that is killed: it notices the end of the pipe that only this
 * process holds.
 */
export async function launchSandbox({
  home,
  settings,
  timeoutMs,
  showLog,
}: LaunchPlan): Promise<LaunchedSandbox> {
  const { node, program } = findPaydesk(home);
  const words = [program, '--json', '--attached', '--settings', JSON.stringify(settings)];
  const env = { ...process.env };
  for (const name of NOT_FOR_THE_DESK) delete env[name];
  // A process group of its own: a terminal's Ctrl-C ends the tests, and then the pipe.
  const child = spawn(node, words, {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', showLog ? 'inherit' : 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const line = await firstLine(child, timeoutMs);
    const { control } = JSON.parse(line) as { control: string };
    letGo(child);
    return {
      control,
      async stop() {
        child.ref();
        child.stdin?.end();
        await ended;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function firstLine(child: ChildProcess, timeoutMs: number): Promise<string> {
  let output = '';
  let complaint = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string) =>
      reject(new SandboxError('SANDBOX_NOT_STARTED', `${what}\n${complaint.slice(-KEPT_OUTPUT)}`.trim()));
    const timer = setTimeout(() => fail(`the sandbox did not start within ${timeoutMs / 1000} s`), timeoutMs);
    child.stdin?.on('error', () => {});
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (!output.includes('\n')) return;
      clearTimeout(timer);
      resolve(output);
    });
    child.once('error', (error) => fail(`the sandbox did not start: ${error.message}`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`the sandbox did not start (exit code ${code})`);
    });
  });
}

/** A test that forgot `stop()` can end: the sandbox then ends with it. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr])
    (stream as { unref?(): void } | null)?.unref?.();
}
