import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { startChaos } from './runner/startChaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    schedules: { type: 'string' },
    trace: { type: 'boolean' },
    'keep-going': { type: 'boolean' },
    processes: { type: 'string' },
  },
});

/** Without one: a seed for each day, the same on every machine. */
const seed = Number(values.seed ?? Math.floor(Date.now() / 86_400_000));
const schedules = Number(values.schedules ?? 100);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(schedules) || schedules < 1) {
  process.stderr.write('usage: chaos [--seed N] [--schedules M] [--processes P] [--keep-going] [--trace]\n');
  process.exit(2);
}
process.exitCode = await startChaos({
  seed,
  schedules,
  trace: values.trace ?? false,
  keepGoing: values['keep-going'] ?? false,
  processes: Number(values.processes ?? Math.min(cpus().length, 2, schedules)),
});
process.exit();
