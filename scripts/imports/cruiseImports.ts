import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { layeredApps, type LayeredApp } from './layeredApps.ts';

const config = join(import.meta.dirname, '../../.dependency-cruiser.mjs');

export interface ImportReport {
  /** Own modules looked at, packages from npm not counted. */
  moduleCount: number;
  /** One line each: the rule, and which file imports which. */
  violations: string[];
}

/** Checks the tree under `root` against the dependency rules. */
export async function cruiseImports(root: string): Promise<ImportReport> {
  const places = ['apps', 'packages', 'scripts', 'knexfile.ts'].filter((place) =>
    existsSync(join(root, place)),
  );
  const options = await extractOptions(config);
  const { output } = await cruise(places, { ...options, baseDir: root, validate: true });
  if (typeof output === 'string') throw new Error(`dependency-cruiser returned a text: ${output}`);
  const { modules, summary }: ICruiseResult = output;
  const broken = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`);
  return {
    moduleCount: modules.filter(({ source }) => /^(apps|packages|scripts)\//.test(source)).length,
    violations: [...new Set([...broken, ...layeredApps.flatMap((app) => foldersWithoutLayer(root, app))])],
  };
}

function foldersWithoutLayer(root: string, { source, layers }: LayeredApp): string[] {
  const folder = join(root, source);
  if (!existsSync(folder)) return [];
  const known = new Set(layers.flat());
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !known.has(entry.name))
    .map((entry) => `every-folder-has-a-layer: ${source}/${entry.name} is in no layer of scripts/imports`);
}
