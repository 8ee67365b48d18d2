import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { freePort } from '../../packages/embedded-database/src/freePort.ts';
import { SHOPS, type Shop } from './shops.ts';
import { startDesk } from './startDesk.ts';
import { startShop } from './startShop.ts';

/** Runs one example's scenario, or starts its shop beside a desk for a person (`--open`). */
const words = process.argv.slice(2);
const shop = SHOPS.find(({ name }) => name === words[0]);
process.exitCode = shop === undefined ? usage() : await run(shop, words.slice(1));

async function run(chosen: Shop, options: readonly string[]): Promise<number> {
  const missing = chosen.missing();
  if (missing !== null) {
    process.stderr.write(`The example "${chosen.name}" did not run: it needs ${missing}.\n`);
    return 1;
  }
  return options.includes('--open') ? await open(chosen) : await runScenario(chosen);
}

async function open(chosen: Shop): Promise<number> {
  const stopRequested = new Promise<void>((done) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => done());
  });
  const port = await freePort(null);
  process.stdout.write('Starting a desk and the shop …\n');
  const desk = await startDesk([`http://localhost:${port}`]);
  try {
    const started = await startShop(chosen, { port, desk, deskUrl: desk.url });
    const { email, password } = desk.login;
    process.stdout.write(
      `\n  The shop   ${started.url}\n  The desk   ${desk.url}   ${email}   ${password}\n  Stop       Ctrl-C\n\n`,
    );
    await stopRequested;
    await started.stop();
  } finally {
    await desk.stop();
  }
  return 0;
}

async function runScenario({ name }: Shop): Promise<number> {
  const examples = resolve(import.meta.dirname, '..');
  const child = spawn(process.execPath, [resolve(examples, '../node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: examples,
    env: { ...process.env, EXAMPLE: name },
    stdio: 'inherit',
  });
  return await new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
}

function usage(): number {
  const lines = SHOPS.map((one) => {
    const missing = one.missing();
    return `  ${one.name.padEnd(9)} ${one.title}${missing === null ? '' : `; needs ${missing}`}`;
  });
  process.stderr.write(`node examples/run.mjs NAME [--open]\n\n${lines.join('\n')}\n`);
  return 2;
}
