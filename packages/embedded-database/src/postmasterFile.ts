import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOfProcess } from '@paydesk/data-folder';

/** What `postmaster.pid` contains about a server that runs on a data directory. */
export interface RunningPostmaster {
  pid: number;
  port: number;
  /** `ready`, `starting`, `stopping` or `standby`. */
  status: string;
}

/**
 * The server that runs on this data directory, or null. The file alone is no proof: after a kill it stays,
 * and its pid may belong to any program by now.
 */
export function runningPostmaster(directory: string): RunningPostmaster | null {
  const lines = readLines(directory);
  const pid = Number(lines?.[0]);
  if (!lines || !isPostmasterOf(pid, directory)) return null;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? 'starting').trim() };
}

/**
 * Lets PostgreSQL start although the pid in a left-over `postmaster.pid` still answers: it may be another
 * program's by now, or a dead server's that its parent has not waited for (a container's first process often
 * does not). The file is not deleted: its shared-memory line is what keeps a new server from starting while
 * old backends still write. Our own pid in it means "left over" to PostgreSQL, because we are its parent
 * (CreateLockFile in miscinit.c).
 */
export function disownStalePid(directory: string): void {
  const lines = readLines(directory);
  const pid = Number(lines?.[0]);
  if (!lines || isPostmasterOf(pid, directory)) return;
  writeFileSync(join(directory, 'postmaster.pid'), [String(process.pid), ...lines.slice(1)].join('\n'));
}

/**
 * By its command line, which every account may read; its working directory is hidden from root in a
 * container.
 */
function isPostmasterOf(pid: number, directory: string): boolean {
  if (startOfProcess(pid) === null) return false;
  return commandOf(pid).includes(`postgres -D ${directory} `);
}

function commandOf(pid: number): string {
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function readLines(directory: string): string[] | null {
  try {
    return readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
