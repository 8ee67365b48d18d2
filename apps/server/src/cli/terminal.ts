import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { loadSettings } from '../base/settings.ts';
import { Interrupted } from './failure.ts';
import { runCommandLine, type Program } from './runCommandLine.ts';

const { stdin, stdout, stderr } = process;

/** Runs the command line of this process. Returns the exit code. */
export async function runOnTerminal(program: Program): Promise<number> {
  const { promise: interrupted, reject: interrupt } = Promise.withResolvers<never>();
  interrupted.catch(() => {});
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupt(new Interrupted()));

  /** Whether the last line on the terminal is one that the next may replace. */
  let isOpen = false;
  const endLine = () => (isOpen ? '\r\u001B[2K' : '');

  const exitCode = await runCommandLine(process.argv.slice(2), program, {
    loadSettings,
    interrupted,
    out: (written) => void stdout.write(written),
    err: (written) => void stderr.write(`${endLine()}${written}`),
    note(line) {
      stderr.write(`${endLine()}${line}\n`);
      isOpen = false;
    },
    progress(line) {
      if (!stderr.isTTY) return;
      stderr.write(`\r\u001B[2K${line}`);
      isOpen = true;
    },
    readSecret: async (prompt) =>
      stdin.isTTY ? await readHiddenLine(prompt) : (await text(stdin)).replace(/\r?\n$/, ''),
  });
  if (isOpen) stderr.write('\n');
  return exitCode;
}

async function readHiddenLine(prompt: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  stderr.write(prompt);
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
