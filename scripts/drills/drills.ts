import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const VITEST = join(root, 'node_modules/vitest/vitest.mjs');

export interface Drill {
  help: string;
  /** Why it cannot run here, and what would have to be installed or allowed; null if nothing is in its way. */
  obstacle?(): string | null;
  /** What runs it, with the argument of the command line. */
  command(argument?: string): Command;
}

interface Command {
  program: string;
  words: string[];
  cwd?: string;
  env?: Record<string, string>;
}

/** All of them, by the name that `pnpm drill` takes. */
export const drills: Record<string, Drill> = {
  kill: {
    help: 'kill [N]            Kill each process of a desk N times (50) under its supervisor, and look for lost bookings',
    command: (times = '50') => vitest('apps/desk', 'src/supervisor/kills.test.ts', { DRILL_KILLS: times }),
  },
  'disk-full': {
    help: 'disk-full [SECONDS] Let the disk of the embedded database be full for so many seconds (30), under load; needs root, for a small disk',
    obstacle: () => (canMount() ? null : 'a small disk cannot be mounted here: it needs root, and Linux.'),
    command: (seconds = '30') => ownDrill('apps/desk', 'diskFull', seconds),
  },
  'clock-jump': {
    help: 'clock-jump [SECONDS] Set the clocks of server and worker an hour forward, then back, for so many seconds (30) each',
    obstacle: () =>
      ['x86_64', 'aarch64'].some((machine) =>
        existsSync(`/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`),
      )
        ? null
        : 'libfaketime is not there. Install it (Debian: apt-get install libfaketime).',
    command: (seconds = '30') => ownDrill('apps/server', 'clockJump', seconds),
  },
  soak: {
    help: 'soak [SECONDS]      The traffic of a day in so many seconds (600): memory of server, worker and PostgreSQL, and whether it is flat',
    command: (seconds = '600') => ownDrill('apps/desk', 'soak', seconds),
  },
  failover: {
    help: 'failover [SECONDS]  Kill a primary database and let one fall silent, with so many seconds (60) of load around it',
    command: (seconds = '60') => serverTest('processes/failover', { DRILL_SECONDS: seconds }),
  },
  upgrade: {
    help: 'upgrade [SECONDS]   Upgrade two servers one after the other, with so many seconds (30) of load at each step',
    command: (seconds = '30') => serverTest('processes/rollingUpgrade', { DRILL_SECONDS: seconds }),
  },
  restore: {
    help: 'restore [N]         Restore the embedded database to a point in time, with N payments (100) before and after its backup',
    command: (payments = '100') => serverTest('restores/drill', { DRILL_PAYMENTS: payments }),
  },
  pgbouncer: {
    help: 'pgbouncer [SECONDS] Server and worker through PgBouncer in transaction mode, with so many seconds (20) of load',
    obstacle: () => missingProgram('pgbouncer', 'pgbouncer'),
    command: (seconds = '20') => ownDrill('apps/server', 'pgbouncer', seconds),
  },
  lighthouse: {
    help: 'lighthouse          Measure sign-in page and first list with Lighthouse, as on a phone; fails below 0.90',
    command: () => ({
      program: process.execPath,
      words: [join(root, 'apps/admin/e2e/walk/lighthouse.ts')],
    }),
  },
  alerts: {
    help: 'alerts              Check the alert rules with promtool, of Prometheus',
    obstacle: () => missingProgram('promtool', 'prometheus'),
    command: () => ({
      program: 'promtool',
      words: ['check', 'rules', join(root, 'deploy/prometheus/paydesk.rules.yml')],
    }),
  },
};

function vitest(folder: string, file: string, env: Record<string, string>, options: string[] = []): Command {
  return {
    program: process.execPath,
    words: [VITEST, 'run', file, ...options],
    cwd: join(root, folder),
    env,
  };
}

/** A file that no suite runs. */
function ownDrill(folder: string, name: string, seconds: string): Command {
  const options = ['--config', 'vitest.drills.ts'];
  return vitest(folder, `test/drills/${name}.drill.ts`, { DRILL_SECONDS: seconds }, options);
}

/** A test of the suite, for longer. */
const serverTest = (name: string, env: Record<string, string>): Command =>
  vitest('apps/server', `test/${name}.test.ts`, env);

/** Whether this account may make a small disk in memory. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return status === 0;
}

const missingProgram = (program: string, debianPackage: string): string | null =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
    ? null
    : `${program} cannot be started. Install it (Debian: apt-get install ${debianPackage}).`;
