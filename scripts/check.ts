import '../apps/desk/src/startUp/checkNode.ts';
import { availableParallelism } from 'node:os';
import { runQuietly } from './checks/runStep.ts';
import { allSteps } from './checks/steps.ts';

/** `pnpm check`: every check that needs no test run, as many at once as there are processors. */
const checks = allSteps().filter(({ kind }) => kind === 'check');
const waiting = [...checks];
const failed: { title: string; output: string }[] = [];
const startedAt = performance.now();

await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));
for (const { title, output } of failed) write(`\n━━━ ${title}\n\n${output}`);
write(`\n${checks.length - failed.length} passed, ${failed.length} failed, ${secondsSince(startedAt)} s`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function runWaiting(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const began = performance.now();
    const { passed, output } = await runQuietly(step);
    if (!passed) failed.push({ title: step.title, output });
    write(`${passed ? '✓' : '✗'} ${step.title.padEnd(40)}${secondsSince(began).padStart(6)} s`);
  }
}

function secondsSince(time: number): string {
  return ((performance.now() - time) / 1000).toFixed(1);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
