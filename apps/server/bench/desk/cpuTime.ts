import { readdirSync, readFileSync } from 'node:fs';
import type { Knex } from 'knex';

/** CPU time in milliseconds. It says the same on a busy machine as on an idle one, which elapsed time does not. */
export interface CpuTime {
  node: number;
  postgres: number;
}

/** Measures this process and all processes of the PostgreSQL that a pool is connected to (Linux, same machine). */
export async function cpuMeter(knex: Knex): Promise<() => CpuTime> {
  const { rows } = await knex.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(String(rows[0]?.pid));
  return () => {
    const { user, system } = process.cpuUsage();
    return { node: (user + system) / 1000, postgres: postgresMs(postmaster) };
  };
}

export const cpuBetween = (before: CpuTime, after: CpuTime): CpuTime => ({
  node: after.node - before.node,
  postgres: after.postgres - before.postgres,
});

const TICK_MS = 10;

/** The processes that run, and those that have ended since the start (autovacuum). */
function postgresMs(postmaster: string): number {
  const running = readdirSync('/proc').filter(
    (pid) => pid === postmaster || (/^\d+$/.test(pid) && parentOf(pid) === postmaster),
  );
  const fields = afterName(postmaster);
  const ended = (Number(fields[13]) + Number(fields[14])) * TICK_MS;
  return running.reduce((sum, pid) => sum + onCpuMs(pid), ended);
}

/** All threads of a process, since it was started. */
export function cpuSecondsOf(pid: number | undefined): number {
  const fields = afterName(String(pid));
  return ((Number(fields[11]) + Number(fields[12])) * TICK_MS) / 1000;
}

/** To the nanosecond, where `stat` counts in ticks. */
const onCpuMs = (pid: string): number => Number(read(`/proc/${pid}/schedstat`).split(' ')[0]) / 1e6;

const parentOf = (pid: string): string => afterName(pid)[1] ?? '';

/** The fields of `/proc/PID/stat` from the third on: the second is a name and may hold spaces. */
const afterName = (pid: string): string[] => read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];

/** A process may end while it is looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
