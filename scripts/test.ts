import '../apps/desk/src/startUp/checkNode.ts';
import { ensureBrowserLibraries } from './checks/browserLibraries.ts';
import type { Counts } from './checks/countResults.ts';
import { runStep } from './checks/runStep.ts';
import { allSteps, type Step } from './checks/steps.ts';

/** Runs every step, or those named on the command line; a failed step does not hide the ones after it. */
const steps = chosenSteps(process.argv.slice(2));
const results: { step: Step; counts: Counts; seconds: number }[] = [];

for (const step of steps) {
  say(
    `\n━━━ ${step.title} (${step.name}) ${'━'.repeat(Math.max(3, 70 - step.title.length - step.name.length))}\n`,
  );
  const startedAt = performance.now();
  const counts = await runWithNeeds(step);
  results.push({ step, counts, seconds: (performance.now() - startedAt) / 1000 });
}

say('\n━━━ Summary\n');
for (const { step, counts, seconds } of results) {
  const mark = counts.failed === 0 ? '✓' : '✗';
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const detail = step.kind === 'suite' ? `${counts.passed} passed, ${counts.failed} failed${skipped}` : '';
  say(`${mark} ${step.name.padEnd(15)} ${seconds.toFixed(1).padStart(6)} s  ${detail}`);
  for (const failure of counts.failures) say(`    ${failure}`);
}
const passed = results.reduce((sum, { counts }) => sum + counts.passed, 0);
const failed = results.reduce((sum, { counts }) => sum + counts.failed, 0);
say(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function chosenSteps(names: string[]): Step[] {
  const steps = allSteps();
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no step ${unknown.join(', ')}. Steps: ${steps.map((step) => step.name).join(', ')}\n`,
    );
    process.exit(2);
  }
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
}

async function runWithNeeds(step: Step): Promise<Counts> {
  const lacking = step.needsBrowser ? ensureBrowserLibraries(say) : null;
  if (lacking === null) return runStep(step);
  say(lacking);
  return { passed: 0, failed: 1, skipped: 0, failures: [] };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
