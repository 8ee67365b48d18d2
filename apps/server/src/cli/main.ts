import { text } from 'node:stream/consumers';
import { loadSettings } from '../base/settings.ts';
import { Interrupted } from './failure.ts';
import { readHidden } from './readHidden.ts';
import { runCommandLine } from './runCommandLine.ts';

const { stdin, stdout, stderr } = process;

const { promise: interrupted, reject: interrupt } = Promise.withResolvers<never>();
interrupted.catch(() => {});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt(new Interrupted()));

/** Whether the last line on the terminal is one that the next may replace. */
let isOpen = false;
const endLine = () => (isOpen ? '\r\u001B[2K' : '');

process.exitCode = await runCommandLine(process.argv.slice(2), {
  loadSettings,
  interrupted,
  out: (written) => void stdout.write(written),
  err: (written) => void stderr.write(`${endLine()}${written}`),
  say(line) {
    stderr.write(`${endLine()}${line}\n`);
    isOpen = false;
  },
  sayOver(line) {
    if (!stderr.isTTY) return;
    stderr.write(`\r\u001B[2K${line}`);
    isOpen = true;
  },
  readSecret: async (prompt) =>
    stdin.isTTY ? await readHidden(prompt, stdin, stderr) : (await text(stdin)).replace(/\r?\n$/, ''),
});
if (isOpen) stderr.write('\n');
