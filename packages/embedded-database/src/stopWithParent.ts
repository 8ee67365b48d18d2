import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ScratchPlace } from './scratchPlace.ts';

/**
 * Waits for the end of its standard input, which this process holds open for as long as it lives. Then it ends the
 * PostgreSQL of the folder, if it still runs, and removes both folders. The pid is checked by the command line: it may
 * belong to another program by now. SIGQUIT is an immediate shutdown, which is enough for data that goes away.
 */
const SCRIPT = `
cat >/dev/null
pid=$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null)
runs() {
  case "$(tr '\\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || ps -ww -o command= -p "$pid" 2>/dev/null)" in
    *"-D $1/postgres "*) return 0 ;;
  esac
  return 1
}
if [ -n "$pid" ] && runs "$1"; then
  kill -QUIT "$pid"
  waited=0
  while runs "$1" && [ "$waited" -lt 100 ]; do sleep 0.05; waited=$((waited + 1)); done
  if runs "$1"; then kill -KILL "$pid"; sleep 0.2; fi
fi
rm -rf -- "$1" "$2"
`;

/**
 * Makes the PostgreSQL of a place end when this process ends, also when it is killed: a shell that outlives it does the
 * rest. Returns what ends it now, in the same way.
 */
export function stopWithParent({ folder, home }: ScratchPlace): () => Promise<void> {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'paydesk-scratch-guard', home, folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.stdin.on('error', () => {});
  guard.unref();
  const ended = once(guard, 'exit');
  return async () => {
    guard.ref();
    guard.stdin.end();
    await ended;
  };
}
