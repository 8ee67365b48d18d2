import '../apps/desk/src/startUp/checkNode.ts';
import { spawnSync } from 'node:child_process';
import { drills } from './drills/drills.ts';

/** `pnpm drill NAME`: longer than a test, or with programs that a test cannot count on. */

/** Neither passed nor failed: it could not run. */
const NOT_RUN = 3;

const [name = '', argument] = process.argv.slice(2);
const drill = Object.hasOwn(drills, name) ? drills[name] : undefined;
if (drill === undefined) {
  const lines = Object.values(drills).map(({ help }) => `  pnpm drill ${help}\n`);
  process.stderr.write(`Drills:\n${lines.join('')}`);
  process.exit(64);
}

const obstacle = drill.obstacle?.() ?? null;
if (obstacle === null) {
  const { program, words, cwd, env } = drill.command(argument);
  process.exitCode =
    spawnSync(program, words, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write(`NOT RUN: ${obstacle}\n`);
  process.exitCode = NOT_RUN;
}
