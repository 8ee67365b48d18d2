import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@paydesk/embedded-database';
import { afterAll, expect, test } from 'vitest';
import { appOf, paydesk, pidsOf } from '../../test/support/deskAtWork.ts';
import { runDesk, type RunningDesk } from '../../test/support/runDesk.ts';

/** Rounds in which every process is killed; `pnpm drill kill` makes them 50. */
const ROUNDS = Number(process.env['DRILL_KILLS'] ?? 2);
/** The longest pause before a restart, and the start itself on a busy machine. */
const BACK_MS = 60_000;

let desk: RunningDesk | null = null;
afterAll(async () => await desk?.stop());

test(
  `every process killed ${ROUNDS} times: the desk serves again each time, and nothing acknowledged is lost or doubled`,
  async () => {
    desk = await runDesk({ SIMULATOR_PORT: String(await freePort(null)) });
    const shop = await appOf(desk, 'users.write,transactions.bonus,transactions.read,balances.read');
    const { id: userId } = await shop<{ id: string }>('users.upsert', {
      externalId: 'customer',
      username: 'customer',
    });
    let acknowledged = 0;
    let stopped = false;

    /** As an app does: a bonus is sent again with the same key until it is acknowledged. */
    async function creditOnAndOn(): Promise<void> {
      while (!stopped) {
        const input = { userId, amountUsd: '1.00', idempotencyKey: `bonus-${acknowledged}` };
        // Refused, cut off or answered with 503: whether it was posted is not known.
        while (!(await shop('transactions.bonus', input).catch(() => null))) await pause(20);
        acknowledged += 1;
        await pause(20);
      }
    }
    const credits = creditOnAndOn();

    for (let round = 1; round <= ROUNDS; round += 1) {
      await pause(500 * Math.random());
      const before = acknowledged;
      const killed = await killAll(desk, round);
      await expect.poll(() => missingParts(desk!, killed), { timeout: BACK_MS, interval: 200 }).toEqual([]);
      await expect.poll(() => acknowledged, { timeout: BACK_MS }).toBeGreaterThan(before);
      const sealed = await sealedEntries(desk);
      await shop('users.upsert', { externalId: 'customer', username: `customer ${round}` });
      await expect
        .poll(() => sealedEntries(desk!), { timeout: BACK_MS, interval: 500 })
        .toBeGreaterThan(sealed);
    }
    stopped = true;
    await credits;

    const { balanceUsd } = await shop<{ balanceUsd: string }>('balances.get', { id: userId });
    expect(balanceUsd).toBe(`${acknowledged}.00`);
    const { stdout } = await paydesk(desk, 'verify', '--json');
    expect((JSON.parse(stdout) as { ok: boolean }).ok).toBe(true);
    for (const name of ['server', 'worker', 'provider simulator']) {
      const line = new RegExp(
        `The ${name} ended unexpectedly \\(signal SIGKILL\\); starting it again in \\d+ s`,
        'g',
      );
      expect(desk.output().match(line)?.length, desk.output()).toBeGreaterThanOrEqual(ROUNDS);
    }
    expect(desk.output().match(/PostgreSQL ended unexpectedly; starting it again/g)?.length).toBe(ROUNDS);
  },
  360_000 + ROUNDS * BACK_MS,
);

/** Kills all processes of the desk, in odd rounds at once, in even ones one after the other. Returns who they were. */
async function killAll(running: RunningDesk, round: number): Promise<number[]> {
  const pids = await pidsOf(running);
  expect(pids).toHaveLength(4);
  for (const pid of pids.toSorted(() => Math.random() - 0.5)) {
    process.kill(pid, 'SIGKILL');
    if (round % 2 === 0) await pause(300);
  }
  return pids;
}

/** What is missing from a desk that has started again after these processes were killed. */
async function missingParts(running: RunningDesk, killed: number[]): Promise<string[]> {
  const now = await pidsOf(running);
  const ready = await fetch(`${running.url}/health/ready`).then(
    ({ status }) => status,
    (error: Error) => error.message,
  );
  return [
    ...(now.length === 4 ? [] : [`${now.length} of 4 processes run`]),
    ...now.filter((pid) => killed.includes(pid)).map((pid) => `process ${pid} was not started again`),
    ...(ready === 200 ? [] : [`not ready: ${ready}`]),
  ];
}

/** Entries of the audit log that a worker has sealed. */
async function sealedEntries({ url }: RunningDesk): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^paydesk_audit_sealed_entries (\d+)$/m.exec(text)?.[1] ?? 'NaN');
}
