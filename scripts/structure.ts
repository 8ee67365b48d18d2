import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { againstTheGrain, largestKnot, moduleGraph } from './structure/imports.ts';
import { privateWordsIn } from './structure/words.ts';

/**
 * Measures the structure of the repository: `node scripts/structure.ts [folder] [--words]`. The folder may be a
 * checkout of another revision, to compare. `--words` lists the files in which private words are left.
 */
const [folder = '.'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const root = resolve(folder);
const listWords = process.argv.includes('--words');

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 50_000_000,
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(root, file)));
const isTest = (file: string) => /\.(test|fixture)\.tsx?$|\/(test|e2e|bench|scripts|migrations)\//.test(file);
const code = tracked.filter((file) => /\.tsx?$/.test(file));
const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n');

const out = (line: string) => process.stdout.write(`${line}\n`);
const row = (cells: (string | number)[]) => out(`| ${cells.join(' | ')} |`);
const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

out(
  '| code without tests | files | median lines | p90 lines | ≤ 20 lines | lines > 120 | imports against the grain | largest knot |',
);
row(['---', '---', '---', '---', '---', '---', '---', '---']);
const areas = ['apps/server', 'apps/admin', 'apps/checkout', 'apps/simulator', 'apps/desk', 'packages'];
for (const area of areas)
  measure(
    area,
    code.filter((file) => file.startsWith(`${area}/`) && !isTest(file)),
    `${area}/src`,
  );
measure(
  'all',
  code.filter((file) => /^(apps|packages)\//.test(file) && !isTest(file)),
  null,
);
measure(
  'tests, scripts',
  code.filter((file) => isTest(file) || file.startsWith('scripts/')),
  null,
);

function measure(name: string, files: string[], source: string | null): void {
  if (files.length === 0) return;
  const lengths = files.map((file) => linesOf(file).length).toSorted((a, b) => a - b);
  const lines = files.flatMap(linesOf);
  const at = (share: number) => lengths[Math.floor(share * (lengths.length - 1))] ?? 0;
  let grain = '';
  let knot = '';
  if (source !== null && files.some((file) => file.startsWith(`${source}/`))) {
    const graph = moduleGraph(
      root,
      source,
      files.filter((file) => file.startsWith(`${source}/`)),
    );
    const { against, total } = againstTheGrain(graph);
    grain = `${percent(against, total)} (${against} of ${total})`;
    knot = String(largestKnot(graph).length);
  }
  const small = lengths.filter((length) => length <= 20).length;
  const long = lines.filter((line) => line.length > 120).length;
  row([
    name,
    files.length,
    at(0.5),
    at(0.9),
    percent(small, files.length),
    percent(long, lines.length),
    grain,
    knot,
  ]);
}

const prose = tracked.filter(
  (file) => /\.(tsx?|mjs|md|sql|css|html|example)$/.test(file) && !file.startsWith('scripts/structure'),
);
const counts = prose
  .map((file) => ({ file, words: privateWordsIn(`${file}\n${readFileSync(join(root, file), 'utf8')}`) }))
  .filter(({ words }) => words.length > 0);
const sum = counts.flatMap(({ words }) => words).reduce((total, { count }) => total + count, 0);
out(`\n${sum} private words in ${counts.length} files (source, tests, SQL and documentation)`);
if (listWords) {
  for (const { file, words } of counts)
    out(`${file}: ${words.map(({ word, count }) => `${word} ${count}`).join(', ')}`);
}
