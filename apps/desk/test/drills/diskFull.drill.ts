import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@paydesk/embedded-database';
import { afterAll, expect, test } from 'vitest';
import { appOf, paydesk, Refusal } from '../support/deskAtWork.ts';
import { runDesk, type RunningDesk } from '../support/runDesk.ts';

/** So long the disk stays full. */
const FULL_MS = Number(process.env['DRILL_SECONDS'] ?? '30') * 1000;
const DISK = '400m';
const CUSTOMERS = 4;

const folder = mkdtempSync(join(tmpdir(), 'paydesk-disk-'));
let desk: RunningDesk | null = null;
afterAll(async () => {
  await desk?.stop().catch(() => undefined);
  spawnSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true, force: true });
});

test(
  'callers hear that the disk is full, nothing acknowledged is lost or doubled, and the desk goes on when there is space',
  async () => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=755`, 'tmpfs', folder]);
    expect(mounted.status, String(mounted.stderr)).toBe(0);
    const settings = { PAYDESK_DATA_DIR: join(folder, 'data'), SIMULATOR_PORT: String(await freePort(null)) };
    desk = await runDesk(settings);
    const shop = await appOf(desk, 'users.write,transactions.bonus,transactions.read,balances.read');
    const customers = await Promise.all(
      Array.from({ length: CUSTOMERS }, async (_, index) => {
        const name = `customer ${index}`;
        const { id } = await shop<{ id: string }>('users.upsert', { externalId: name, username: name });
        return { id, acknowledged: 0 };
      }),
    );
    const acknowledged = () => customers.reduce((sum, customer) => sum + customer.acknowledged, 0);
    const heard = new Map<string, number>();
    let stopped = false;

    /** As an app does: a bonus is sent again with the same key until it is acknowledged. */
    async function credit(customer: { id: string; acknowledged: number }): Promise<void> {
      while (!stopped) {
        const input = {
          userId: customer.id,
          amountUsd: '1.00',
          description: 'x'.repeat(200),
          idempotencyKey: `bonus-${customer.id}-${customer.acknowledged}`,
        };
        const answer = await shop('transactions.bonus', input).then(
          () => null,
          (error: unknown) =>
            error instanceof Refusal ? `${error.status} ${error.reason}` : `no answer: ${String(error)}`,
        );
        if (answer === null) customer.acknowledged += 1;
        else {
          heard.set(answer, (heard.get(answer) ?? 0) + 1);
          await pause(100);
        }
      }
    }
    const credits = customers.map(credit);
    await expect.poll(acknowledged, { timeout: 30_000 }).toBeGreaterThan(100);

    const balloon = join(folder, 'balloon');
    fill(balloon);
    const filledAt = performance.now();
    const before = acknowledged();
    let lastAt = filledAt;
    let last = before;
    while (performance.now() - filledAt < FULL_MS) {
      await pause(200);
      if (statfsSync(folder).bavail > 0) fill(balloon);
      if (acknowledged() > last) [last, lastAt] = [acknowledged(), performance.now()];
    }
    const whileFull = acknowledged() - before;
    rmSync(balloon);
    const freedAt = performance.now();
    const atFree = acknowledged();
    await expect.poll(acknowledged, { timeout: 120_000, interval: 50 }).toBeGreaterThan(atFree);
    const backMs = performance.now() - freedAt;
    await pause(3000);
    stopped = true;
    await Promise.all(credits);

    process.stdout.write(
      `disk-full: ${before} acknowledged before, ${whileFull} in ${FULL_MS / 1000} s with a full disk ` +
        `(the last after ${seconds(lastAt - filledAt)} s), back ${seconds(backMs)} s after there was space, ` +
        `${acknowledged()} in all\n  heard meanwhile: ${JSON.stringify(Object.fromEntries(heard))}\n`,
    );
    // The disk was full for PostgreSQL too, and every answer tells callers what to do.
    expect([...heard.keys()].filter((answer) => answer.startsWith('503 '))).not.toEqual([]);
    expect(
      [...heard.keys()].filter((answer) => !/^503 (DATABASE_UNAVAILABLE|OVERLOADED)$/.test(answer)),
    ).toEqual([]);
    for (const { id, acknowledged: amount } of customers) {
      const { balanceUsd } = await shop<{ balanceUsd: string }>('balances.get', { id });
      expect(balanceUsd).toBe(`${amount}.00`);
    }
    const { stdout } = await paydesk(desk, 'verify', '--json');
    expect((JSON.parse(stdout) as { ok: boolean }).ok).toBe(true);
  },
  600_000 + FULL_MS,
);

/** Takes all the space that is left. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  for (const size of [1024 * 1024, 4096]) {
    const block = Buffer.alloc(size);
    try {
      while (writeSync(file, block) === size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
