import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The Node.js that a desk runs on. */
const WANTED_NODE = 24;

/** There is no Paydesk to start, or none that can run. The message says what to do. */
export class PaydeskNotFound extends Error {
  override readonly name = 'PaydeskNotFound';
}

/** A program and what it is run with. */
export interface SandboxProgram {
  node: string;
  program: string;
}

/**
 * The sandbox of a Paydesk checkout.
 * @param home its folder; `PAYDESK_HOME` if left out
 * @throws PaydeskNotFound
 */
export function findPaydesk(home: string | undefined): SandboxProgram {
  const named = home ?? process.env['PAYDESK_HOME'];
  if (named === undefined || named === '')
    throw new PaydeskNotFound(
      'Where is Paydesk? Set PAYDESK_HOME to the folder of a Paydesk checkout (git clone, then npx -y pnpm@12 install), ' +
        'pass it as startSandbox({ home }), or pass the control address of a running “paydesk sandbox” as ' +
        'startSandbox({ connect }) or PAYDESK_SANDBOX.',
    );
  const folder = resolve(named);
  const program = join(folder, 'apps/desk/src/sandboxProcess.ts');
  if (!existsSync(program))
    throw new PaydeskNotFound(
      `${folder} is no Paydesk checkout that has a sandbox: ${program} does not exist.`,
    );
  if (!existsSync(join(folder, 'apps/desk/node_modules')))
    throw new PaydeskNotFound(
      `The packages of ${folder} are not installed. Run there: npx -y pnpm@12 install`,
    );
  return { node: findNode(folder), program };
}

/** Your tests may run on an older Node.js than a desk does; on Linux a checkout brings its own. */
function findNode(folder: string): string {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_NODE && process.versions['bun'] === undefined)
    return process.execPath;
  const own = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  const found = [own, 'node'].find((node) => versionOf(node) >= WANTED_NODE);
  if (found !== undefined) return found;
  throw new PaydeskNotFound(
    `Paydesk runs on Node.js ${WANTED_NODE}; these tests run on ${process.versions.node}, and there is no newer one in ${folder}. ` +
      `Put Node.js ${WANTED_NODE} first in PATH.`,
  );
}

function versionOf(node: string): number {
  try {
    const text = execFileSync(node, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(/^v(\d+)\./.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
