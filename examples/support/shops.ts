import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ProgramPlan } from './childProgram.ts';

/** An example, and how it is started. */
export interface Shop {
  name: string;
  title: string;
  /** The others need more than Node.js and Python's standard library: `node examples/run.mjs NAME`. */
  runsInTests: boolean;
  /** What this machine lacks to run it; null: nothing. */
  missing(): string | null;
  /** @param folder an empty one, for what the shop needs and writes */
  program(port: number, folder: string): Omit<ProgramPlan, 'env'> & { env?: Record<string, string> };
}

const examples = resolve(import.meta.dirname, '..');
const root = resolve(examples, '..');
const inExamples = (...path: string[]) => join(examples, ...path);

export const SHOPS: readonly Shop[] = [
  {
    name: 'node',
    title: 'Node.js, Fastify and the installed client',
    runsInTests: true,
    missing: () => null,
    program: (_port, folder) => ({
      command: process.execPath,
      args: ['main.js'],
      cwd: installNodeShop(folder),
    }),
  },
  {
    name: 'python',
    title: 'Python, with its standard library',
    runsInTests: true,
    missing: () => python([]).missing,
    program: () => ({ command: python([]).command, args: ['server.py'], cwd: inExamples('python-shop') }),
  },
  {
    name: 'fastapi',
    title: 'Python, FastAPI and httpx',
    runsInTests: false,
    missing: () => python(FASTAPI).missing,
    program: (port) => ({
      command: python(FASTAPI).command,
      args: ['-m', 'uvicorn', 'fastapi_server:app', '--port', String(port), '--log-level', 'warning'],
      cwd: inExamples('python-shop'),
    }),
  },
  {
    name: 'php',
    title: 'PHP without a framework',
    runsInTests: false,
    missing: missingOfPhp,
    program: (port) => ({
      command: 'php',
      args: ['-S', `127.0.0.1:${port}`, 'index.php'],
      cwd: inExamples('php-shop'),
      // Two clicks at once are two processes.
      env: { PHP_CLI_SERVER_WORKERS: '3' },
    }),
  },
  {
    name: 'django',
    title: 'Django and Django REST framework',
    runsInTests: false,
    missing: () => python(DJANGO).missing,
    program: (port, folder) => {
      const cwd = inExamples('django');
      const { command } = python(DJANGO);
      const env = { SHOP_DATABASE: join(folder, 'shop.sqlite'), PYTHONDONTWRITEBYTECODE: '1' };
      execFileSync(command, ['manage.py', 'migrate', '--verbosity', '0'], {
        cwd,
        env: { ...process.env, ...env },
        stdio: 'pipe',
      });
      return { command, args: ['manage.py', 'runserver', '--noreload', `127.0.0.1:${port}`], cwd, env };
    },
  },
];

const FASTAPI = { fastapi: 'fastapi', httpx: 'httpx', uvicorn: 'uvicorn' };
const DJANGO = { django: 'django', rest_framework: 'djangorestframework', httpx: 'httpx' };

/**
 * The packed client unpacked into the shop, as an installation does (it has no dependencies). Fastify is the one that is
 * installed here, so that the tests need no registry.
 */
function installNodeShop(folder: string): string {
  const shop = join(folder, 'node-shop');
  const client = join(shop, 'node_modules/@paydesk/client');
  cpSync(inExamples('node-shop'), shop, {
    recursive: true,
    filter: (path) => !/node_modules|\.sqlite/.test(path.slice(examples.length)),
  });
  mkdirSync(client, { recursive: true });
  packClient(folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', client, '--strip-components=1']);
  symlinkSync(
    realpathSync(join(root, 'apps/server/node_modules/fastify')),
    join(shop, 'node_modules/fastify'),
  );
  return shop;
}

/** As it would be published. */
function packClient(into: string): void {
  const cwd = join(root, 'packages/client');
  const hasPnpm = spawnSync('pnpm', ['--version'], { cwd }).status === 0;
  const [command, words] = hasPnpm ? ['pnpm', []] : ['npx', ['-y', 'pnpm@12']];
  execFileSync(command, [...words, 'pack', '--pack-destination', into], { cwd, stdio: 'pipe' });
}

/** Python 3 with these modules, by the package that brings each. */
function python(modules: Readonly<Record<string, string>> | readonly never[]): {
  command: string;
  missing: string | null;
} {
  const named = process.env['PYTHON'];
  const candidates = named ? [named] : ['python3', '/usr/bin/python3'];
  const code = [
    'import sys; assert sys.version_info >= (3, 9)',
    ...Object.keys(modules).map((one) => `import ${one}`),
  ];
  const found = candidates.find((command) => spawnSync(command, ['-c', code.join('\n')]).status === 0);
  const packages = Object.values(modules).join(' ');
  const install = packages && ` with ${packages} (pip install ${packages})`;
  const missing = `Python 3.9 or newer${install}; PYTHON names another than the first on the path`;
  return { command: found ?? 'python3', missing: found === undefined ? missing : null };
}

function missingOfPhp(): string | null {
  const { stdout } = spawnSync(
    'php',
    ['-r', 'echo PHP_VERSION_ID, " ", implode(" ", get_loaded_extensions());'],
    {
      encoding: 'utf8',
    },
  );
  const [version = '', ...extensions] = (stdout ?? '').split(' ');
  const lacking = ['curl', 'pdo_sqlite'].filter((name) => !extensions.includes(name));
  if (Number(version) >= 80_100 && lacking.length === 0) return null;
  return 'PHP 8.1 or newer with the extensions curl and pdo_sqlite (Debian: php-cli php-curl php-sqlite3)';
}
