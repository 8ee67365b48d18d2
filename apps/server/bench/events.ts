import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { startSequencer } from '../src/events/startSequencer.ts';
import { postTransaction } from '../src/ledger/postTransaction.ts';
import { benchActor, openBenchDesk } from './desk/benchDesk.ts';
import { cpuBetween, cpuMeter, type CpuTime } from './desk/cpuTime.ts';

/*
 * What events cost a posting: `node bench/events.ts [rounds]`. Three ways, one after another in each round, so that
 * they meet the same machine: without events (the trigger of `transactions` is off), written into the outbox, and
 * written while a sequencer numbers them. An embedded PostgreSQL with fsync on. Read the ratios, which are medians over
 * the rounds, and not the figures; on a machine that does other work at the same time read those of the CPU.
 */
const CALLERS = 32;
const POSTINGS = 1000;
const rounds = Number(process.argv[2] ?? 15);

const { ctx, knex, userIds, close } = await openBenchDesk({ users: 500 });

interface Figure {
  perSecond: number;
  /** Per posting, of the numbers too. */
  cpu: CpuTime;
}

const cpuNow = await cpuMeter(knex);

async function measure(
  afterEach = () => {},
  afterAll = async (): Promise<void> => await Promise.resolve(),
): Promise<Figure> {
  let next = 0;
  const before = cpuNow();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (next < POSTINGS) {
        const userId = userIds[next++ % userIds.length] ?? '';
        await postTransaction(knex, {
          userId,
          transactionType: 'bonus',
          amountUsd: '1.00',
          actor: benchActor,
          at: new Date(),
        });
        afterEach();
      }
    }),
  );
  const perSecond = POSTINGS / ((performance.now() - startedAt) / 1000);
  await afterAll();
  const { node, postgres } = cpuBetween(before, cpuNow());
  return { perSecond, cpu: { node: node / POSTINGS, postgres: postgres / POSTINGS } };
}

const setTrigger = async (state: 'disable' | 'enable always') =>
  await knex.raw(`alter table transactions ${state} trigger transactions_events`);

async function withoutEvents(): Promise<Figure> {
  await setTrigger('disable');
  const figure = await measure();
  await setTrigger('enable always');
  return figure;
}

async function written(): Promise<Figure> {
  const figure = await measure();
  await numberAll();
  return figure;
}

async function numbered(): Promise<Figure> {
  const sequencer = startSequencer(ctx);
  const figure = await measure(
    // As every request that changes something does.
    () => sequencer.wake(),
    async () => {
      while ((await knex('event_outbox').limit(1)).length > 0) await pause(20);
    },
  );
  await sequencer.stop();
  return figure;
}

async function numberAll(): Promise<void> {
  const sequencer = startSequencer(ctx);
  await sequencer.settle();
  await sequencer.stop();
}

const WAYS = { 'without events': withoutEvents, written, 'written and numbered': numbered };
type Way = keyof typeof WAYS;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The median of the ratios, each to what the same round gave without events. */
function ratioOf(figures: Record<Way, Figure[]>, way: Way, value: (figure: Figure) => number): number {
  const base = figures['without events'];
  return median(figures[way].map((figure, round) => value(figure) / value(base[round] ?? figure)));
}

try {
  const figures: Record<Way, Figure[]> = { 'without events': [], written: [], 'written and numbered': [] };
  await written();
  const ways = Object.keys(WAYS) as Way[];
  for (let round = 0; round < rounds; round += 1)
    // Each goes first in turn.
    for (const [index] of ways.entries()) {
      const way = ways[(index + round) % ways.length] ?? 'written';
      figures[way].push(await WAYS[way]());
    }
  process.stdout.write(`${rounds} rounds of ${POSTINGS} postings, load ${loadavg()[0]?.toFixed(1)}\n`);
  for (const way of ways) {
    const of = (value: (figure: Figure) => number) => median(figures[way].map(value));
    const ms = (value: number) => `${value.toFixed(3)} ms`;
    process.stdout.write(
      [
        `${way}: ${of(({ perSecond }) => perSecond).toFixed(0)}/s`,
        `ratio ${ratioOf(figures, way, ({ perSecond }) => perSecond).toFixed(3)};`,
        `CPU ${ms(of(({ cpu }) => cpu.node))} Node + ${ms(of(({ cpu }) => cpu.postgres))} PostgreSQL,`,
        `ratio ${ratioOf(figures, way, ({ cpu }) => cpu.node + cpu.postgres).toFixed(3)}\n`,
      ].join(' '),
    );
  }
} finally {
  await close();
}
