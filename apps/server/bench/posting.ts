import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newId } from '../src/base/identifiers.ts';
import { postTransaction } from '../src/ledger/postTransaction.ts';
import { chargeUser } from '../src/transactions/chargeUser.ts';
import { benchActor } from './desk/benchDesk.ts';
import { openPostingDesk } from './posting/postingDesk.ts';
import { median } from './desk/median.ts';
import { cpuBetween, cpuMeter, type CpuTime } from './desk/cpuTime.ts';

/*
 * Charges with idempotency keys by 64 callers, in several ways side by side: `node bench/posting.ts [rounds] [charges]`.
 * pgbench calls the product's own `post_transaction`, one call for each charge; so does Node (`single`); `in process`
 * calls the command, whose postings go together; `HTTP` calls `transactions.charge` of a server, from another process.
 * An embedded PostgreSQL with fsync on; the ways take turns. Read the ratios and the CPU, not the rates: they depend on
 * the machine, and on a busy one the 64 sessions of pgbench get more of it than two lanes do. pgbench must be on the PATH.
 */
const CALLERS = 64;
const MANY_CALLERS = 512;
const USERS = 10_000;
const rounds = Number(process.argv[2] ?? 3);
const charges = Number(process.argv[3] ?? 3000);

const posting = await openPostingDesk(USERS);
const { ctx, knex } = posting.desk;
const url = String(knex.client.config.connection.connectionString);
const cpuNow = await cpuMeter(knex);

interface Measured {
  perSecond: number;
  /** Microseconds for each charge. */
  nodeUs: number;
  postgresUs: number;
}

/** What a way has counted itself. */
interface Counted {
  perSecond: number;
  charges: number;
}

/** `users`: how many different users are charged. */
type Way = (users: number) => Promise<Counted | void>;

const script = join(tmpdir(), `paydesk-posting-${process.pid}.sql`);

const ways: Record<string, Way> = {
  pgbench: callPgbench,
  single: async (users) => await fromCallers(CALLERS, users, chargeAlone),
  'in process': async (users) => await fromCallers(CALLERS, users, charge),
  'in process, 512 callers': async (users) => await fromCallers(MANY_CALLERS, users, charge),
  async HTTP(users) {
    const seconds = await posting.callHttp({ callers: CALLERS, charges, users });
    return { perSecond: charges / seconds, charges };
  },
};

try {
  for (const way of Object.values(ways)) await way(USERS);
  for (const [name, users] of [
    [`spread over ${USERS} users`, USERS],
    ['one hot user', 1],
  ] as const)
    report(name, await measureAll(users));
} finally {
  await posting.close();
}

async function charge(userId: string): Promise<void> {
  await chargeUser(ctx, benchActor, { userId, amountUsd: '0.01', idempotencyKey: newId() });
}

async function chargeAlone(userId: string): Promise<void> {
  await postTransaction(knex, {
    userId,
    transactionType: 'payment',
    amountUsd: '-0.01',
    actor: benchActor,
    at: new Date(),
    idempotent: { scope: 'bench', key: newId(), procedure: 'transactions.charge', inputDigest: 'bench' },
  });
}

async function fromCallers(
  count: number,
  users: number,
  call: (userId: string) => Promise<void>,
): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < charges) await call(posting.userOf(next++, users));
  };
  await Promise.all(Array.from({ length: count }, one));
}

/** Its sessions are new, and prepare their plans first: each makes enough charges for that to matter little. */
async function callPgbench(users: number): Promise<Counted> {
  writeFileSync(
    script,
    `\\set n random(1, ${users})
     select * from post_transaction(uuidv7(), (select id from bench_users where n = :n), 'payment', -0.01, '', '{}',
       null, null, null, null, 'system', null, 'benchmark', now(), 'bench', uuidv7()::text, 'transactions.charge',
       'bench', null, 'a proof of the usual length, which is that of a key id and a hash: 0123456789');`,
  );
  const each = Math.max(Math.ceil(charges / CALLERS), 150);
  const options = ['-n', '-f', script, '-c', String(CALLERS), '-j', '2', '-t', String(each), url];
  const { stdout } = await promisify(execFile)('pgbench', options);
  return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]), charges: each * CALLERS };
}

async function measure(way: Way, users: number): Promise<Measured> {
  const before: CpuTime = cpuNow();
  const startedAt = performance.now();
  const own = await way(users);
  const elapsed = (performance.now() - startedAt) / 1000;
  const cpu = cpuBetween(before, cpuNow());
  const counted = own ?? { perSecond: charges / elapsed, charges };
  return {
    perSecond: counted.perSecond,
    nodeUs: (cpu.node * 1000) / counted.charges,
    postgresUs: (cpu.postgres * 1000) / counted.charges,
  };
}

async function measureAll(users: number): Promise<Map<string, Measured[]>> {
  const measured = new Map<string, Measured[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, way] of Object.entries(ways)) measured.get(name)?.push(await measure(way, users));
  return measured;
}

function report(name: string, measured: Map<string, Measured[]>): void {
  const of = (way: string) => {
    const rows = measured.get(way) ?? [];
    const middle = (what: keyof Measured) => median(rows.map((one) => one[what]));
    return { perSecond: middle('perSecond'), nodeUs: middle('nodeUs'), postgresUs: middle('postgresUs') };
  };
  const reference = of('pgbench');
  process.stdout.write(
    `\n${name}; ${rounds} rounds of ${charges} charges, load ${loadavg()[0]?.toFixed(1)}\n`,
  );
  for (const way of measured.keys()) {
    const { perSecond, nodeUs, postgresUs } = of(way);
    const [rate, cpu] = [perSecond / reference.perSecond, reference.postgresUs / (nodeUs + postgresUs)];
    process.stdout.write(
      `${way.padEnd(24)} ${perSecond.toFixed(0).padStart(6)}/s, ${rate.toFixed(2).padStart(5)} x pgbench; CPU of a charge: ` +
        `Node ${nodeUs.toFixed(0)} µs, PostgreSQL ${postgresUs.toFixed(0)} µs, ${cpu.toFixed(2)} x less than pgbench\n`,
    );
  }
}
