import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = join(import.meta.dirname, '..');

/** The keys of each array of columns, as the code has them. */
const lists = globSync('**/*.tsx', { cwd: SOURCE }).flatMap((file) =>
  [...readFileSync(join(SOURCE, file), 'utf8').matchAll(/: readonly Column<\w+>\[\] = \[(.*?)\n\];/gs)].map(
    ([, code = '']) => ({ file, keys: [...code.matchAll(/\bkey: '([^']+)'/g)].map(([, key]) => key) }),
  ),
);

test('no two columns of a list have the same key', () => {
  expect(lists.filter(({ keys }) => keys.length > 0).length).toBeGreaterThanOrEqual(15);
  const repeated = lists.map(({ file, keys }) => ({
    file,
    keys: keys.filter((key, index) => keys.indexOf(key) !== index),
  }));
  expect(repeated.filter(({ keys }) => keys.length > 0)).toEqual([]);
});
