import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { slugs } from '../../apps/guide/src/page/slugs.ts';

const root = resolve(import.meta.dirname, '../..');
const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(root, page)));

interface Link {
  text: string;
  /** Empty: the page itself. */
  target: string;
  anchor: string | undefined;
}

const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** Links of a page that lead to a file of the repository, or to a section: `[text](target#anchor)`. */
const allLinksOf = (page: string): Link[] =>
  [...textOf(page).matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)]
    .filter(([, , address = '']) => !/^[a-z]+:/.test(address))
    .map(([, text = '', address = '']) => {
      const [target = '', anchor] = address.split('#');
      return { text, target, anchor };
    });

const linksOf = (page: string) => allLinksOf(page).filter(({ target }) => target !== '');

/** The anchors of a page's headings; lines of code that begin with `#` are none. */
function anchorsOf(page: string): string[] {
  const slugOf = slugs();
  const headings = textOf(page)
    .replaceAll(/^```.*?^```$/gms, '')
    .matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].map(([, heading = '']) => slugOf(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')));
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

test('every link to a section leads to a heading that exists', () => {
  const broken = pages.flatMap((page) =>
    allLinksOf(page)
      .filter(({ target, anchor }) => anchor !== undefined && /(^|\.md)$/.test(target))
      .map(({ target, anchor }) => ({ file: target === '' ? page : join(dirname(page), target), anchor }))
      .filter(({ file, anchor = '' }) => !anchorsOf(file).includes(anchor))
      .map(({ file, anchor }) => `${page}: ${file}#${anchor}`),
  );
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
