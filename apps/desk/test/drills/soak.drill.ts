import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@paydesk/embedded-database';
import { afterAll, expect, test } from 'vitest';
import { appOf, paydesk, processesOf } from '../support/deskAtWork.ts';
import { runDesk, type RunningDesk } from '../support/runDesk.ts';

/** So long the traffic of a day takes. */
const SECONDS = Number(process.env['DRILL_SECONDS'] ?? '600');
/** What a busy shop does in 24 hours. */
const DAY = { charges: 12_000, payments: 1200, reads: 24_000 };
const CUSTOMERS = 200;
const SAMPLES = 30;
/** Growth that is no more than noise. */
const FLAT_SHARE = 0.1;
const FLAT_MEGABYTES = 12;

let desk: RunningDesk | null = null;
afterAll(async () => await desk?.stop());

interface Sample {
  seconds: number;
  megabytes: Record<string, number>;
}

test(
  `a day of traffic in ${SECONDS} seconds: memory stays flat`,
  async () => {
    desk = await runDesk({ SIMULATOR_PORT: String(await freePort(null)), SIMULATOR_STEP_MS: '100' });
    await paydesk(desk, 'sync-currencies');
    await paydesk(desk, 'currency', 'enable', 'USDTBSC');
    const shop = await appOf(
      desk,
      'users.write,users.read,transactions.bonus,transactions.charge,transactions.read,balances.read,payments.create,payments.read',
    );
    const ids = await Promise.all(
      Array.from({ length: CUSTOMERS }, async (_, index) => {
        const name = `customer ${index}`;
        const { id } = await shop<{ id: string }>('users.upsert', { externalId: name, username: name });
        await shop('transactions.bonus', {
          userId: id,
          amountUsd: '50.00',
          idempotencyKey: `start-${index}`,
        });
        return id;
      }),
    );
    const done = { charges: 0, payments: 0, reads: 0, refused: 0 };
    const startedAt = performance.now();
    const elapsed = () => (performance.now() - startedAt) / 1000;
    const someone = () => ids[Math.floor(Math.random() * ids.length)] ?? '';

    /** So many calls a day, one after the other, each at its time: a late one is not made up for. */
    async function each(kind: 'charges' | 'payments' | 'reads', call: (n: number) => Promise<unknown>) {
      for (let n = 0; n < DAY[kind]; n += 1) {
        const at = (n / DAY[kind]) * SECONDS;
        if (elapsed() > SECONDS) return;
        if (at > elapsed()) await pause((at - elapsed()) * 1000);
        await call(n).then(
          () => (done[kind] += 1),
          () => (done.refused += 1),
        );
      }
    }
    const reads = ['balances.get', 'transactions.list', 'payments.list'] as const;
    const traffic = Promise.all([
      each('charges', async (n) =>
        shop('transactions.charge', {
          userId: someone(),
          amountUsd: '0.01',
          description: 'soak',
          idempotencyKey: `charge-${n}`,
        }),
      ),
      each('payments', async (n) =>
        shop('payments.create', {
          userId: someone(),
          amountUsd: '20.00',
          currencyCode: 'USDTBSC',
          idempotencyKey: `payment-${n}`,
        }),
      ),
      each('reads', async (n) => {
        const userId = someone();
        const read = reads[n % reads.length] ?? 'balances.get';
        return await shop(read, read === 'balances.get' ? { id: userId } : { filter: { userId } });
      }),
    ]);

    const samples: Sample[] = [];
    for (let n = 0; n <= SAMPLES; n += 1) {
      const at = (n / SAMPLES) * SECONDS;
      if (at > elapsed()) await pause((at - elapsed()) * 1000);
      samples.push({ seconds: Math.round(elapsed()), megabytes: await memoryOf(desk) });
    }
    await traffic;

    const names = Object.keys(samples[0]?.megabytes ?? {});
    const line = ({ seconds, megabytes }: Sample) =>
      `  ${String(seconds).padStart(5)} s  ${names.map((name) => `${name} ${megabytes[name]} MB`).join('  ')}\n`;
    const verdicts = names.map((name) => [name, verdictOf(samples, name)] as const);
    process.stdout.write(
      `soak: ${done.charges} charges, ${done.payments} payments, ${done.reads} reads, ${done.refused} refused\n` +
        samples.map(line).join('') +
        verdicts.map(([name, { text }]) => `  ${name}: ${text}\n`).join(''),
    );
    expect(done.refused).toBe(0);
    expect(verdicts.filter(([, { isFlat }]) => !isFlat).map(([name]) => name)).toEqual([]);
    const { stdout } = await paydesk(desk, 'verify', '--json');
    expect((JSON.parse(stdout) as { ok: boolean }).ok).toBe(true);
  },
  (SECONDS + 600) * 1000,
);

/** Megabytes of server and worker (resident), and of all of PostgreSQL's processes, each shared page counted once. */
async function memoryOf(running: RunningDesk): Promise<Record<string, number>> {
  const { server = 0, worker = 0, postgres = 0 } = await processesOf(running);
  const backends = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postgres)], { encoding: 'utf8' });
  const all = [postgres, ...backends.trim().split(/\s+/).map(Number)];
  return {
    server: resident(server),
    worker: resident(worker),
    PostgreSQL: Math.round(all.reduce((sum, pid) => sum + proportional(pid), 0)),
  };
}

const resident = (pid: number): number => megabytesIn(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m);
const proportional = (pid: number): number => megabytesIn(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m);

/** A backend may have ended meanwhile. */
function megabytesIn(path: string, pattern: RegExp): number {
  try {
    return Math.round(Number(pattern.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/**
 * Memory rises until the garbage collector runs and falls then, in waves of two to five minutes: so both the highest and
 * the lowest of the last third are compared with those of the third before, and what is kept makes both grow. In the
 * first third caches and pools fill.
 */
function verdictOf(samples: readonly Sample[], name: string): { isFlat: boolean; text: string } {
  const third = Math.floor(samples.length / 3);
  const rangeOf = (part: readonly Sample[]) => {
    const values = part.map(({ megabytes }) => megabytes[name] ?? 0);
    return { low: Math.min(...values), high: Math.max(...values) };
  };
  const before = rangeOf(samples.slice(third, 2 * third));
  const last = rangeOf(samples.slice(2 * third));
  const growth = Math.min(last.high - before.high, last.low - before.low);
  const isFlat = growth <= Math.max(FLAT_MEGABYTES, before.high * FLAT_SHARE);
  return {
    isFlat,
    text: `${isFlat ? 'flat' : 'NOT FLAT'}: ${before.low} to ${before.high} MB in the second third, ${last.low} to ${last.high} MB in the last`,
  };
}
