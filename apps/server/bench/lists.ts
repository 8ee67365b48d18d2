import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Staff } from '../src/models/Staff.ts';
import { createStaff } from '../src/signIn/createStaff.ts';
import { addFigureChanges } from '../src/dashboard/addFigureChanges.job.ts';
import { openBenchDesk } from './desk/benchDesk.ts';
import { cpuMeter } from './desk/cpuTime.ts';
import { callsOf, type Call } from './lists/calls.ts';
import { fillLists } from './lists/fillLists.ts';
import { MeasuredDesk, type Cost, type PlanCost } from './lists/measure.ts';
import { readSamples } from './lists/samples.ts';

/*
 * Every call of lists, sums, searches, dashboard and timelines that the admin app can send, on a desk of many rows and
 * on one of few: `node bench/lists.ts [--rows 1000000] [--few 10000] [--only payments] [--quick] [--keep FOLDER]`.
 * Generated from the schemas; in process, on embedded PostgreSQLs. Prints what takes longer than 50 ms or grew by more
 * than half, and keeps all of it as JSON. `--quick` (100,000 rows) looks at plans and numbers of statements alone, and
 * fails on them. `--desk FOLDER` asks the desk in this data folder instead, such as one that `paydesk demo --rows` has
 * filled, and compares it with no other.
 */
const LIMIT_MS = 50;
const GROWTH = 1.5;
/** Below this a difference is noise. */
const NOISE_MS = 15;
/** A capped count reads 10,001 rows, and a page beside it some; a year of the dashboard's totals the most. */
const MOST_ROWS_READ = 45_000;
const MOST_STATEMENTS = 16;

const option = (name: string) => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? undefined : process.argv[place + 1];
};
const isQuick = process.argv.includes('--quick');
const rows = Number(option('rows') ?? (isQuick ? 100_000 : 1_000_000));
const desk = option('desk');
const few = Number(option('few') ?? 10_000);
const only = option('only') ?? '';
const kept = option('keep');
const [breadth, runs] = isQuick ? (['some', 1] as const) : (['all', 3] as const);
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Result extends Call, PlanCost {
  few: Cost | null;
  many: Cost;
}

const many = desk === undefined ? await deskOf(rows) : await deskIn(desk);
const small = isQuick || desk !== undefined ? null : await deskOf(few);
const results: Result[] = [];
try {
  const calls = callsOf(many.samples, breadth).filter(({ path }) => path.startsWith(only));
  const fewCalls =
    small === null ? [] : callsOf(small.samples, breadth).filter(({ path }) => path.startsWith(only));
  say(
    `${calls.length} calls; load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  for (const [index, call] of calls.entries()) {
    const fewCall = fewCalls[index];
    const before = small === null || fewCall === undefined ? null : await small.desk.cost(fewCall, runs);
    const { sent, ...cost } = await many.desk.cost(call, runs);
    const plans = await many.desk.plans(sent);
    results.push({ ...call, few: before && withoutSent(before), many: cost, ...plans });
  }
} finally {
  await many.close();
  await small?.close();
}
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
const file = join(folder, `lists-${rows}-${new Date().toISOString().slice(0, 16).replaceAll(':', '')}.json`);
writeFileSync(file, JSON.stringify({ rows, few, load: loadavg(), results }, null, 1));
if (isQuick) judge();
else report();
say(`All of it: ${file}`);

async function deskOf(postings: number) {
  const start = performance.now();
  const dataDir = kept === undefined ? undefined : join(kept, String(postings));
  const { ctx, knex, close } = await openBenchDesk({ users: 0, dataDir });
  const email = 'bench@desk.test';
  const known = await Staff.query(knex).findOne({ email });
  const staff =
    known ??
    (
      await createStaff(knex, ctx.auth, {
        email,
        name: 'Bench',
        role: 'admin',
        password: 'a long enough password',
      })
    ).staff;
  if (known === undefined) await fillLists(knex, postings);
  await addFigureChanges(ctx, 200_000);
  say(`filled ${postings} postings in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return {
    desk: new MeasuredDesk(ctx, staff.id, await cpuMeter(knex)),
    samples: await readSamples(knex),
    close,
  };
}

/** As an admin, in the name of its first member of staff, and without a change of its rows. */
async function deskIn(dataDir: string) {
  const { ctx, knex, close } = await openBenchDesk({ users: 0, dataDir });
  const person = await Staff.query(knex).orderBy('createdAt').first().throwIfNotFound();
  return {
    desk: new MeasuredDesk(ctx, person.id, await cpuMeter(knex)),
    samples: await readSamples(knex),
    close,
  };
}

function withoutSent({ sent: _sent, ...cost }: Cost & { sent: unknown }): Cost {
  return cost;
}

function lineOf({ path, input, few: before, many: after, rowsRead, rowsRemoved, seqScans }: Result): string {
  const grown =
    before === null ? '' : ` (${before.ms.toFixed(1)} at ${few}, × ${(after.ms / before.ms).toFixed(1)})`;
  const scans = seqScans.length > 0 ? `, whole ${seqScans.join(', ')}` : '';
  const refused = after.refused === null ? '' : `, ${after.refused}`;
  return `${after.ms.toFixed(1)} ms (CPU ${(after.cpuMs ?? 0).toFixed(1)})${grown}, ${after.statements} statements, ${rowsRead} rows read, ${rowsRemoved} dropped${scans}${refused}: ${path} ${JSON.stringify(input)}`;
}

function report(): void {
  const isSlow = ({ few: before, many: after }: Result) =>
    after.ms > LIMIT_MS ||
    (before !== null && after.ms > NOISE_MS && after.ms > GROWTH * Math.max(before.ms, NOISE_MS));
  const slow = results.filter(isSlow).toSorted((a, b) => b.many.ms - a.many.ms);
  for (const result of slow) say(lineOf(result));
  const times = results.map(({ many: { ms } }) => ms).toSorted((a, b) => a - b);
  say(
    `${results.length} calls at ${desk === undefined ? `${rows} rows` : desk}: median ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, ` +
      `${times.filter((ms) => ms > LIMIT_MS).length} over ${LIMIT_MS} ms ` +
      `(${results.filter(({ many: { cpuMs } }) => (cpuMs ?? 0) > LIMIT_MS).length} of CPU), ` +
      `worst ${times.at(-1)?.toFixed(1)} ms; ` +
      `${slow.length} slow or grown by more than half; load ${loadavg()[0]?.toFixed(1)}`,
  );
}

/** Times depend on the machine; these do not. */
function judge(): void {
  const bad = results.filter(
    ({ rowsRead, many: { statements, refused } }) =>
      rowsRead > MOST_ROWS_READ || statements > MOST_STATEMENTS || refused !== null,
  );
  for (const result of bad) say(lineOf(result));
  say(`${bad.length} of ${results.length} calls read too many rows or need too many statements`);
  if (bad.length > 0) process.exitCode = 1;
}
