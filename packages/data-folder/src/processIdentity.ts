import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When the process started, as the system reports it, or null when it is not running (a zombie is not).
 * Together with the pid it names one process: pids are used again, in containers after seconds.
 */
export function startOfProcess(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') return startFromProc(pid);
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return answer.stdout?.trim() || null;
}

function startFromProc(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field is the program's name in brackets and may hold spaces: count from its end (man
  // proc_pid_stat).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' ? null : (fields[19] ?? null);
}

/** The mark a process leaves in lock and holder files. */
export function ownMark(): string {
  return `${process.pid} ${startOfProcess(process.pid) ?? 'unknown'}`;
}

/** The pid in a mark while that very process still runs, otherwise null. */
export function livePid(mark: string): number | null {
  const [pidText = '', ...start] = mark.trim().split(' ');
  const pid = Number(pidText);
  return startOfProcess(pid) === start.join(' ') ? pid : null;
}
