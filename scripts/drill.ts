import '../apps/desk/src/startUp/checkNode.ts';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** `pnpm drill NAME`: longer than a test, or with programs that a test cannot count on. */

const root = resolve(import.meta.dirname, '..');
const [name = '', argument] = process.argv.slice(2);

/** Neither passed nor failed: it could not run. */
const NOT_RUN = 3;

const vitest = (folder: string, words: string[], env: Record<string, string>, needs?: string) => {
  if (needs !== undefined && run(needs, ['--version'], { quiet: true, needs }) === NOT_RUN) return NOT_RUN;
  return run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...words], {
    cwd: join(root, folder),
    env,
  });
};
const inSeconds = (fallback: string) => ({ DRILL_SECONDS: argument ?? fallback });

const DRILLS: Record<string, { help: string; run(): number }> = {
  kill: {
    help: 'kill [N]            Kill each process of a desk N times (50) under its supervisor, and look for lost bookings',
    run: () => vitest('apps/desk', ['src/supervisor/kills.test.ts'], { DRILL_KILLS: argument ?? '50' }),
  },
  'disk-full': {
    help: 'disk-full [SECONDS] Let the disk of the embedded database be full for so many seconds (30), under load; needs root, for a small disk',
    run: () => (canMount() ? desk('diskFull', inSeconds('30')) : NOT_RUN),
  },
  'clock-jump': {
    help: 'clock-jump [SECONDS] Set the clocks of server and worker an hour forward, then back, for so many seconds (30) each',
    run: () =>
      existsSync('/usr/lib/x86_64-linux-gnu/faketime') || existsSync('/usr/lib/aarch64-linux-gnu/faketime')
        ? vitest('apps/server', ['-c', 'vitest.drills.ts', 'clockJump'], inSeconds('30'))
        : notRun('libfaketime is not there. Install it (Debian: apt-get install libfaketime).'),
  },
  soak: {
    help: 'soak [SECONDS]      The traffic of a day in so many seconds (600): memory of server, worker and PostgreSQL, and whether it is flat',
    run: () => desk('soak', inSeconds('600')),
  },
  failover: {
    help: 'failover [SECONDS]  Kill a primary database and let one fall silent, with so many seconds (60) of load around it',
    run: () => vitest('apps/server', ['test/processes/failover.test.ts'], inSeconds('60')),
  },
  upgrade: {
    help: 'upgrade [SECONDS]   Upgrade two servers one after the other, with so many seconds (30) of load at each step',
    run: () => vitest('apps/server', ['test/processes/rollingUpgrade.test.ts'], inSeconds('30')),
  },
  restore: {
    help: 'restore [N]         Restore the embedded database to a point in time, with N payments (100) before and after its backup',
    run: () => vitest('apps/server', ['test/restores/drill.test.ts'], { DRILL_PAYMENTS: argument ?? '100' }),
  },
  pgbouncer: {
    help: 'pgbouncer [SECONDS] Server and worker through PgBouncer in transaction mode, with so many seconds (20) of load',
    run: () => vitest('apps/server', ['-c', 'vitest.drills.ts', 'pgbouncer'], inSeconds('20'), 'pgbouncer'),
  },
  lighthouse: {
    help: 'lighthouse          Measure sign-in page and first list with Lighthouse, as on a phone; fails below 0.90',
    run: () => run(process.execPath, [join(root, 'apps/admin/e2e/walk/lighthouse.ts')], {}),
  },
  alerts: {
    help: 'alerts              Check the alert rules with promtool, of Prometheus',
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

function desk(name: string, env: Record<string, string>): number {
  return vitest('apps/desk', ['-c', 'vitest.drills.ts', '--disable-console-intercept', name], env);
}

/** Whether this account may make a small disk in memory. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) notRun('a small disk cannot be mounted here: it needs root, and Linux.');
  return status === 0;
}

function notRun(why: string): number {
  process.stderr.write(`NOT RUN: ${why}\n`);
  return NOT_RUN;
}

function run(
  program: string,
  words: string[],
  {
    cwd = root,
    env = {},
    needs,
    quiet = false,
  }: { cwd?: string; env?: Record<string, string>; needs?: string; quiet?: boolean },
): number {
  const { status, error } = spawnSync(program, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: quiet ? 'ignore' : 'inherit',
  });
  if (error === undefined) return status ?? 1;
  return notRun(`${program} cannot be started. Install it (Debian: apt-get install ${needs ?? program}).`);
}
