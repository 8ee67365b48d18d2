import { setTimeout as sleep } from 'node:timers/promises';
import { tryPort } from '@paydesk/embedded-database';

/** Servers of a desk that was killed need a moment to notice. */
const patienceMs = 2_000;
const retryMs = 200;

/**
 * @param setting the setting that changes the port
 * @throws Error naming the port and the setting when the port is taken
 */
export async function checkPort(port: number, setting: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isFree(port))) {
    if (Date.now() > deadline) {
      throw new Error(
        `Port ${port} is taken by another program. Stop that program, or choose another port: ${setting}=${port > 60_000 ? port - 1000 : port + 1000} npx -y pnpm@12 start`,
      );
    }
    await sleep(retryMs);
  }
}

async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    if ((await canListen(port, host)) === false) return false;
  }
  return true;
}

async function canListen(port: number, host: string): Promise<boolean> {
  try {
    return (await tryPort(port, host)) !== null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw new Error(`Port ${port} may be opened by root alone; choose one from 1024 up.`);
    // No IPv6 on this machine: then no program listens there either.
    if (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL') return true;
    throw error;
  }
}
