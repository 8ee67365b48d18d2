import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingNames } from '../../apps/server/src/base/settings.ts';
import { countResults, type Counts, type VitestReport } from './countResults.ts';
import type { Step } from './steps.ts';

/** Several times what the longest step takes: one that hangs must not hang the whole run. */
const timeoutMs = 20 * 60_000;

/** Runs a step with its output in view and counts what passed and failed. */
export async function runStep(step: Step): Promise<Counts> {
  if (step.kind === 'check') {
    const passed = (await run(step.command, step.cwd)) === 0;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, failures: [] };
  }
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-report-'));
  const report = join(folder, 'report.json');
  try {
    const code = await run(
      [...step.command, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      step.cwd,
    );
    return countResults(readReport(report), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a check without showing its output, which is returned. */
export async function runQuietly({ command, cwd }: Step): Promise<{ passed: boolean; output: string }> {
  let output = '';
  const code = await run(command, cwd, (text) => (output += text));
  return { passed: code === 0, output: output.trim() };
}

/** @param collect receives the output; without it the output is shown */
function run(command: string[], cwd: string, collect?: (text: string) => void): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const output = collect ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, command, {
      cwd,
      env: testEnvironment(),
      stdio: ['ignore', output, output],
      timeout: timeoutMs,
    });
    if (collect)
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** Tests make their own database and keys: the settings of this machine must not reach them. */
function testEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  for (const name of settingNames) delete env[name];
  return env;
}

function readReport(path: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as VitestReport;
  } catch {
    return null;
  }
}
