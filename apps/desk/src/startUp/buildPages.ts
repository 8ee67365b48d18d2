import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const root = resolve(import.meta.dirname, '../../../..');

/**
 * Builds the named pages. What has not changed since the last build comes from Turborepo’s
 * cache, in a fraction of a second. The output of a build is shown only when it fails.
 */
export function buildPages(
  pages: readonly ('admin' | 'checkout' | 'guide')[],
  signal: AbortSignal,
): Promise<void> {
  const turbo = resolve(root, 'node_modules/turbo/bin/turbo');
  const filters = pages.map((page) => `--filter=@paydesk/${page}`);
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [turbo, 'run', 'build', ...filters, '--output-logs=errors-only'], {
      cwd: root,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    const collect = (text: string) => void (output += text);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) done();
      else reject(new Error(`The pages could not be built:\n${stripVTControlCharacters(output.trim())}`));
    });
  });
}
