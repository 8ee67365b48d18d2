import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Builds the folder, so that the tests do not look at an older one; what has not changed comes from Turborepo's cache. */
export default function buildFolder(): void {
  const root = resolve(import.meta.dirname, '../../../..');
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [turbo, 'run', 'build', '--filter=@paydesk/deployable', '--output-logs=errors-only'],
    { cwd: root, env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The folder could not be built:\n${stdout}${stderr}`);
}
