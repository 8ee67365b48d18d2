import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(root, page)));

/** Links of a page that lead to a file of the repository: `[text](target)`. */
function linksOf(page: string): { text: string; target: string }[] {
  const links = readFileSync(join(root, page), 'utf8').matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g);
  return [...links]
    .map(([, text = '', target = '']) => ({ text, target: target.replace(/#.*$/, '') }))
    .filter(({ target }) => target !== '' && !/^[a-z]+:/.test(target));
}

test('every link of the documentation leads to a file that exists', () => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter(({ target }) => !existsSync(join(root, dirname(page), target)))
      .map(({ target }) => `${page}: ${target}`),
  );
  expect(pages.length).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});

test('a link that is named after a file leads to that file', () => {
  const misnamed = pages.flatMap((page) =>
    linksOf(page)
      .filter(
        ({ text, target }) => /^[\w/.-]+\.(ts|tsx|sql|md)$/.test(text) && basename(text) !== basename(target),
      )
      .map(({ text, target }) => `${page}: ${text} leads to ${target}`),
  );
  expect(misnamed).toEqual([]);
});
