import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
/** Megabytes that server and worker may have resident: what deploy/kubernetes requests for each. */
const MOST_RESIDENT = 384;
/** Growth from one third to the next that is no more than noise; PostgreSQL's processes come and go. */
const flatMegabytes = (name: string) => (name === 'PostgreSQL' ? 8 : 2);

const RESIDENT = ', resident';

let desk: RunningDesk | null = null;
const probes = mkdtempSync(join(tmpdir(), 'paydesk-soak-'));
afterAll(async () => {
  await desk?.stop();
  rmSync(probes, { recursive: true, force: true });
});

interface Sample {
  seconds: number;
  megabytes: Record<string, number>;
}

test(
  `a day of traffic in ${SECONDS} seconds: memory stays flat`,
  async () => {
    desk = await runDesk({
      SIMULATOR_PORT: String(await freePort(null)),
      SIMULATOR_STEP_MS: '100',
      NODE_OPTIONS: `--import ${new URL('../support/memoryProbe.ts', import.meta.url).href}`,
      MEMORY_PROBE_DIR: probes,
    });
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
      `  ${String(seconds).padStart(5)} s  ${names.map((name) => `${name} ${megabytes[name]?.toFixed(1)} MB`).join('  ')}\n`;
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

/**
 * Megabytes. Of server and worker what they keep, after garbage was collected: their objects and buffers, and all that
 * is resident. Of PostgreSQL's processes what each has for itself: the buffers they share have a fixed size, and fill.
 */
async function memoryOf(running: RunningDesk): Promise<Record<string, number>> {
  const { server = 0, worker = 0, postgres = 0 } = await processesOf(running);
  const backends = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postgres)], { encoding: 'utf8' });
  const all = [postgres, ...backends.trim().split(/\s+/).map(Number)];
  const kept = { server: await keptBy(server), worker: await keptBy(worker) };
  return {
    server: kept.server.heapUsed + kept.server.external,
    [`server${RESIDENT}`]: kept.server.rss,
    worker: kept.worker.heapUsed + kept.worker.external,
    [`worker${RESIDENT}`]: kept.worker.rss,
    PostgreSQL: all.reduce((sum, pid) => sum + anonymous(pid), 0),
  };
}

async function keptBy(pid: number): Promise<NodeJS.MemoryUsage> {
  const file = join(probes, `${pid}.json`);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true);
  const bytes = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  return Object.fromEntries(
    Object.entries(bytes).map(([name, value]) => [name, value / 1024 ** 2]),
  ) as unknown as NodeJS.MemoryUsage;
}

/** A backend may have ended meanwhile. */
function anonymous(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss_Anon:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * What is kept makes memory grow from each third to the next; in the first one caches and pools fill. The middle value
 * of a third does not depend on what is under way at the moment of one sample. What is resident has a bound instead: V8
 * holds free pages back, more of them in steps, while nothing more is kept.
 */
function verdictOf(samples: readonly Sample[], name: string): { isFlat: boolean; text: string } {
  const third = Math.floor(samples.length / 3);
  const middleOf = (part: readonly Sample[]) =>
    part.map(({ megabytes }) => megabytes[name] ?? 0).toSorted((a, b) => a - b)[part.length >> 1] ?? 0;
  if (name.endsWith(RESIDENT)) {
    const most = Math.max(...samples.map(({ megabytes }) => megabytes[name] ?? 0));
    return { isFlat: most <= MOST_RESIDENT, text: `${most.toFixed(1)} MB at most, of ${MOST_RESIDENT}` };
  }
  const before = middleOf(samples.slice(third, 2 * third));
  const last = middleOf(samples.slice(2 * third));
  const isFlat = last - before <= flatMegabytes(name);
  const growth = `${last < before ? '' : '+'}${(last - before).toFixed(1)} MB`;
  return {
    isFlat,
    text: `${isFlat ? 'flat' : 'NOT FLAT'}: ${before.toFixed(1)} MB in the second third, ${growth} in the last`,
  };
}
