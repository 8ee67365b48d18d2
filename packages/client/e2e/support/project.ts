import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, inject } from 'vitest';

const files = resolve(import.meta.dirname, '../projects');

/** A new, otherwise empty project outside the repository with the packed packages installed. Returns its folder. */
export async function installInto(manager: 'npm' | 'pnpm'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `paydesk-${manager}-project-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const { client, types, zod, decimal } = inject('tarballs');
  const theirs = { zod: `file:${zod}`, 'decimal.js': `file:${decimal}` };
  write(folder, 'package.json', {
    name: 'shop',
    private: true,
    type: 'module',
    dependencies: { '@paydesk/client': `file:${client}`, '@paydesk/types': `file:${types}` },
    ...(manager === 'npm' ? { overrides: theirs } : {}),
  });
  if (manager === 'npm') {
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund'], folder);
  } else {
    // pnpm reads overrides from this file, which also makes the folder a workspace of its own.
    write(folder, 'pnpm-workspace.yaml', { packages: ['.'], overrides: theirs });
    await run('pnpm', ['install', '--offline', '--ignore-scripts'], folder);
  }
  return folder;
}

/** Copies files of `e2e/projects` into a project. */
export function addFiles(folder: string, names: readonly string[]): void {
  for (const name of names) copyFileSync(join(files, name), join(folder, basename(name)));
}

/** Writes a file in JSON, which is YAML as well. */
export function write(folder: string, name: string, content: object): void {
  writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
}

/** Runs a program in a project; returns what it printed. Fails with its output if it fails. */
export async function run(command: string, words: readonly string[], cwd: string): Promise<string> {
  // Not synchronously: this process may be the server that the program calls.
  return await new Promise((resolve, reject) => {
    execFile(command, words, { cwd, env: cleanEnvironment(), timeout: 50_000 }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const what = `${basename(command)} ${words.join(' ')} failed`;
      reject(new Error(`${what}:\n${stdout}${stderr}`, { cause: error.message }));
    });
  });
}

/** Without the settings that a package manager gives to the scripts that it runs, as these tests are. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(npm_(package|lifecycle|command|config_(verify|user_agent))|NODE_|VITEST|INIT_CWD)/i.test(name))
      delete env[name];
  }
  return env;
}
