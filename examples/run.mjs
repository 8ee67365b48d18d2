import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** `node examples/run.mjs NAME`: with the Node.js of the repository, which the examples' own may not be. */
const root = resolve(import.meta.dirname ?? '.', '..');
const major = Number(process.versions.node.split('.')[0]);
const node = major >= 24 ? process.execPath : resolve(root, 'node_modules/.bin/node');

const child = spawn(node, [resolve(root, 'examples/support/run.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// Ctrl-C reaches both; the desk takes a few seconds to stop.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {});
child.once('error', () => {
  process.stderr.write('Install the repository first: npx -y pnpm@12 install\n');
  process.exitCode = 1;
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
