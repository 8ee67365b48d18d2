import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { accentOf } from '@paydesk/design';
import { ERROR_REASONS } from '@paydesk/types';
import { afterAll, expect, test } from 'vitest';
import { buildGuide } from './buildGuide.ts';
import { PAGES } from './navigation.ts';
import { GUIDE_PATH } from './page/pageHtml.ts';
import type { SearchEntry } from './searchEntry.ts';

const folder = mkdtempSync(join(tmpdir(), 'guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
await buildGuide(folder);

const root = resolve(import.meta.dirname, '../../..');
const names = readdirSync(folder).filter((name) => name.endsWith('.html'));
/** The page for unknown addresses names everything from the root of the desk. */
const htmlOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const matches = (name: string, pattern: RegExp) =>
  [...htmlOf(name).matchAll(pattern)].map(([, found = '']) =>
    name === '404.html' ? found.replace(GUIDE_PATH, '') : found,
  );
const idsOf = (name: string) => matches(name, /\sid="([^"]+)"/g);
/** Addresses outside the site that every desk has. */
const OF_THE_DESK = ['/docs'];

test('the stylesheet has every custom property that it uses, with the colours of the design', () => {
  const [name = ''] = globSync('assets/*.css', { cwd: folder });
  const css = readFileSync(join(folder, name), 'utf8');
  const all = (pattern: RegExp) => [...new Set(Array.from(css.matchAll(pattern), ([, found = '']) => found))];
  const defined = all(/[{;](--[\w-]+):/g);
  expect(all(/var\((--[\w-]+)/g).filter((used) => !defined.includes(used))).toEqual([]);
  expect(css).toContain(accentOf('dark', null).accent);
});

test('every page of docs/integrate is in the navigation, and every page of it exists', () => {
  const written = globSync('docs/integrate/*.md', { cwd: root });
  expect(written.length).toBeGreaterThan(10);
  expect(PAGES.map(({ source }) => source)).toEqual(expect.arrayContaining(written));
  expect(names.toSorted()).toEqual([...PAGES.map(({ name }) => `${name}.html`), '404.html'].toSorted());
});

test.each(names)('%s: every link leads to a page and a section that exist', (name) => {
  const links = matches(name, /<a\b[^>]*\shref="([^"]+)"/g);
  expect(links.length).toBeGreaterThan(10);
  const broken = links.filter((link) => {
    if (link.startsWith('https:') || OF_THE_DESK.includes(link)) return false;
    const [target = '', anchor] = link.split('#');
    const page = target === '' ? name : target;
    return !names.includes(page) || (anchor !== undefined && anchor !== '' && !idsOf(page).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test.each(names)('%s loads nothing from elsewhere, and has no script or style within', (name) => {
  const html = htmlOf(name);
  const loaded = matches(name, /<(?:script|img|iframe|source)\b[^>]*\ssrc="([^"]+)"/g);
  const styles = matches(name, /<link\b[^>]*\shref="([^"]+)"/g).filter((href) => href !== 'data:,');
  expect(loaded).toHaveLength(2);
  for (const address of [...loaded, ...styles]) {
    expect(address).toMatch(/^assets\/[\w-]+\.(js|css)$/);
    expect(() => readFileSync(join(folder, address))).not.toThrow();
  }
  expect(html).not.toMatch(/<style\b|<script>|\sstyle="|\son\w+="/);
});

test.each(names)('%s has one title, and each of its ids once', (name) => {
  expect(htmlOf(name).match(/<h1\b/g)).toHaveLength(1);
  const ids = idsOf(name);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reason of errors has a section of its own', () => {
  expect(idsOf('errors.html')).toEqual(
    expect.arrayContaining(Object.keys(ERROR_REASONS).map((reason) => reason.toLowerCase())),
  );
});

test('the search index knows every section, with an address that leads there', () => {
  const entries = JSON.parse(readFileSync(join(folder, 'search-index.json'), 'utf8')) as SearchEntry[];
  for (const { id } of entries) {
    const [page = '', anchor] = id.split('#');
    expect(anchor === undefined ? names : idsOf(page)).toContain(anchor ?? page);
  }
  const conflict = entries.find(({ title }) => title === 'IDEMPOTENCY_CONFLICT');
  expect(conflict).toMatchObject({ id: 'errors.html#idempotency_conflict', page: 'Errors A–Z' });
  expect(conflict?.text).toContain('used before with another input');
});

test('the page for unknown addresses leads to the same places from any depth', () => {
  const addresses = [...htmlOf('404.html').matchAll(/\s(?:href|src|data-search-index)="([^"]+)"/g)];
  for (const [, address] of addresses) expect(address).toMatch(/^(\/docs|#content$|data:,$)/);
});

test('each file is there compressed as well', () => {
  for (const name of [...names, 'search-index.json']) {
    expect(gunzipSync(readFileSync(join(folder, `${name}.gz`))).toString()).toBe(htmlOf(name));
    expect(brotliDecompressSync(readFileSync(join(folder, `${name}.br`))).toString()).toBe(htmlOf(name));
  }
});
