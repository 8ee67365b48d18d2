import { parseArgs } from 'node:util';
import { runKills } from './kill/runKills.ts';

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const write = (line: string) => void process.stdout.write(`${line}\n`);

const report = await runKills({
  kills: Number(values.kills ?? 200),
  seed: Number(values.seed ?? 1),
  log: write,
});
for (const problem of report.problems) write(`violated: ${problem}`);
write(
  `${report.kills} kills, ${report.payments} payments, ${report.credited} deposits, ${report.problems.length} violations, ${report.seconds.toFixed(0)} s`,
);
process.exit(report.problems.length === 0 ? 0 : 1);
