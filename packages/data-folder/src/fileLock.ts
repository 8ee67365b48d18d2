import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { livePid, ownMark } from './processIdentity.ts';

const retryMs = 50;

export type FileLock = { taken: true; release(): void } | { taken: false; holderPid: number };

/**
 * Takes the lock file, or returns which process holds it. A lock whose process has died is taken over, so
 * that nothing has to be cleaned up after a kill or a power cut.
 */
export function tryFileLock(path: string): FileLock {
  const token = randomBytes(8).toString('hex');
  const draft = `${path}.${token}`;
  const content = `${ownMark()}\n${token}\n`;
  writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
  try {
    for (;;) {
      if (linked(draft, path)) return { taken: true, release: () => releaseOwn(path, content) };
      const held = textOf(path);
      if (held === null) continue;
      const holderPid = livePid(held.split('\n')[0] ?? '');
      if (holderPid !== null) return { taken: false, holderPid };
      clearStale(path, held, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `work` while holding the lock file; waits for another holder up to `timeoutMs`. */
export async function withFileLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = tryFileLock(path);
    if (lock.taken) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (Date.now() > deadline) {
      throw new Error(`Another process (pid ${lock.holderPid}) has been busy with ${path} for too long`);
    }
    await sleep(retryMs);
  }
}

/**
 * Moves the lock of a dead process out of the way, and puts it back if another process has taken it since.
 */
function clearStale(path: string, seen: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (textOf(aside) !== seen) linked(aside, path);
  rmSync(aside, { force: true });
}

function releaseOwn(path: string, content: string): void {
  if (textOf(path) === content) rmSync(path, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
