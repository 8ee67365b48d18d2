import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { againstTheGrain, largestKnot, moduleGraph } from './imports.ts';
import { privateWordsIn, type WordCount } from './words.ts';

export interface Measures {
  files: number;
  medianLines: number;
  p90Lines: number;
  /** Files of 20 lines or fewer, 0 to 1. */
  smallShare: number;
  /** Lines of more than 120 characters, 0 to 1. */
  longShare: number;
  /** Only for an app with folders under `src`. */
  modules: { against: number; total: number; knot: string[] } | null;
}

const AREAS = [
  'apps/server',
  'apps/admin',
  'apps/checkout',
  'apps/guide',
  'apps/simulator',
  'apps/desk',
  'packages',
];

/** Measures each area of a checkout, without its tests; then all of them together, and the tests and scripts. */
export function measureStructure(root: string): Map<string, Measures> {
  const code = trackedFiles(root).filter((file) => /\.tsx?$/.test(file));
  const product = code.filter((file) => /^(apps|packages)\//.test(file) && !isTest(file));
  const areas = AREAS.map((area) => [area, product.filter((file) => file.startsWith(`${area}/`))] as const);
  return new Map([
    ...areas
      .filter(([, files]) => files.length > 0)
      .map(([area, files]) => [area, measure(root, files, `${area}/src`)] as const),
    ['all', measure(root, product, null)],
    [
      'tests, scripts',
      measure(
        root,
        code.filter((file) => !product.includes(file)),
        null,
      ),
    ],
  ]);
}

/** The private words left in source, tests, SQL and documentation, by file. */
export function privateWordsOf(root: string): { file: string; words: WordCount[] }[] {
  return trackedFiles(root)
    .filter(
      (file) => /\.(tsx?|mjs|md|sql|css|html|example)$/.test(file) && !file.startsWith('scripts/structure'),
    )
    .map((file) => ({ file, words: privateWordsIn(`${file}\n${readFileSync(join(root, file), 'utf8')}`) }))
    .filter(({ words }) => words.length > 0);
}

function measure(root: string, files: string[], source: string | null): Measures {
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n'));
  const lengths = texts.map((lines) => lines.length).toSorted((a, b) => a - b);
  const at = (share: number) => lengths[Math.floor(share * (lengths.length - 1))] ?? 0;
  const lines = texts.flat();
  return {
    files: files.length,
    medianLines: at(0.5),
    p90Lines: at(0.9),
    smallShare: lengths.filter((length) => length <= 20).length / Math.max(1, files.length),
    longShare: lines.filter((line) => line.length > 120).length / Math.max(1, lines.length),
    modules: source === null ? null : modulesOf(root, source, files),
  };
}

function modulesOf(root: string, source: string, files: string[]): Measures['modules'] {
  const graph = moduleGraph(
    root,
    source,
    files.filter((file) => file.startsWith(`${source}/`)),
  );
  return graph.size === 0 ? null : { ...againstTheGrain(graph), knot: largestKnot(graph) };
}

function trackedFiles(root: string): string[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  });
  return list
    .trim()
    .split('\n')
    .filter((file) => existsSync(join(root, file)));
}

function isTest(file: string): boolean {
  return /\.(test|fixture)\.tsx?$|\/(test|e2e|bench|scripts|migrations)\//.test(file);
}
