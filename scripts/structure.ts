import { resolve } from 'node:path';
import { measureStructure, privateWordsOf } from './structure/measure.ts';

/**
 * Prints the structure of the repository as a table: `node scripts/structure.ts [folder] [--words]`. The folder may
 * be a checkout of another revision, to compare. `--words` lists the files in which private words are left.
 */
const [folder = '.'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const root = resolve(folder);

const out = (line: string) => process.stdout.write(`${line}\n`);
const row = (cells: (string | number)[]) => out(`| ${cells.join(' | ')} |`);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

row([
  'code without tests',
  'files',
  'median lines',
  'p90 lines',
  '≤ 20 lines',
  'lines > 120',
  'imports against the grain',
  'largest knot',
]);
row(Array<string>(8).fill('---'));
for (const [area, { files, medianLines, p90Lines, smallShare, longShare, modules }] of measureStructure(
  root,
)) {
  const grain =
    modules &&
    `${percent(modules.against / Math.max(1, modules.total))} (${modules.against} of ${modules.total})`;
  row([
    area,
    files,
    medianLines,
    p90Lines,
    percent(smallShare),
    percent(longShare),
    grain ?? '',
    modules?.knot.length ?? '',
  ]);
}

const words = privateWordsOf(root);
const count = words.flatMap((file) => file.words).reduce((sum, word) => sum + word.count, 0);
out(`\n${count} private words in ${words.length} files (source, tests, SQL and documentation)`);
if (process.argv.includes('--words')) {
  for (const { file, words: found } of words) {
    out(`${file}: ${found.map(({ word, count: times }) => `${word} ${times}`).join(', ')}`);
  }
}
