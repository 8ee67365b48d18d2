import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { floors } from './floors.ts';

const repository = join(import.meta.dirname, '../..');
const config = join(repository, '.dependency-cruiser.mjs');
const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

export interface ImportReport {
  /** Own modules looked at, packages from npm not counted. */
  moduleCount: number;
  /** One line each: the rule, and who imports whom. */
  violations: string[];
}

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

/** Holds the tree under `root` against the import law. */
export function cruiseImports(root: string): ImportReport {
  const places = ['apps', 'packages', 'scripts', 'knexfile.ts'].filter((place) =>
    existsSync(join(root, place)),
  );
  const run = spawnSync(process.execPath, [program, '--config', config, '--output-type', 'json', ...places], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 200_000_000,
  });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser failed:\n${run.stderr || run.stdout}`);
  const cruise = JSON.parse(run.stdout) as Cruise;
  const broken = cruise.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`);
  return {
    moduleCount: cruise.modules.filter(({ source }) => /^(apps|packages|scripts)\//.test(source)).length,
    violations: [...new Set([...broken, ...foldersWithoutFloor(root)])],
  };
}

function foldersWithoutFloor(root: string): string[] {
  const source = join(root, 'apps/server/src');
  if (!existsSync(source)) return [];
  const known = new Set(floors.flat());
  return readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !known.has(entry.name))
    .map(
      (entry) =>
        `every-folder-has-a-floor: apps/server/src/${entry.name} is not in scripts/imports/floors.ts`,
    );
}
