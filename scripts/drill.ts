import '../apps/desk/src/startUp/checkNode.ts';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** `pnpm drill NAME`: longer than a test, or with programs that a test cannot count on. */

const root = resolve(import.meta.dirname, '..');
const [name = '', argument] = process.argv.slice(2);

/** Neither passed nor failed: it could not run. */
const NOT_RUN = 3;

const DRILLS: Record<string, { help: string; run(): number }> = {
  kills: {
    help: 'kills [N]   Kill each process of a desk N times (50) under its supervisor, and look for lost bookings',
    run: () =>
      run(
        process.execPath,
        [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'src/supervisor/kills.test.ts'],
        {
          cwd: join(root, 'apps/desk'),
          env: { DRILL_KILLS: argument ?? '50' },
        },
      ),
  },
  alerts: {
    help: 'alerts      Check the alert rules with promtool, of Prometheus',
    run: () =>
      run('promtool', ['check', 'rules', join(root, 'deploy/prometheus/paydesk.rules.yml')], {
        needs: 'prometheus',
      }),
  },
};

const drill = DRILLS[name];
if (drill === undefined) {
  process.stderr.write(
    `Drills:\n${Object.values(DRILLS)
      .map(({ help }) => `  pnpm drill ${help}\n`)
      .join('')}`,
  );
  process.exit(64);
}
process.exitCode = drill.run();

function run(
  program: string,
  words: string[],
  { cwd = root, env = {}, needs }: { cwd?: string; env?: Record<string, string>; needs?: string },
): number {
  const { status, error } = spawnSync(program, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  if (error === undefined) return status ?? 1;
  process.stderr.write(
    `NOT RUN: ${program} cannot be started. Install it (Debian: apt-get install ${needs ?? program}).\n`,
  );
  return NOT_RUN;
}
