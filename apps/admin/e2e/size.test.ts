import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../src/texts/languages.ts';

const dist = resolve(import.meta.dirname, '../dist');
const assets = globSync('assets/**/*.js', { cwd: dist });
const page = readFileSync(join(dist, 'index.html'), 'utf8');

/** Every file that the browser needs to run these: their static imports, transitively. */
function closure(files: readonly string[], seen = new Set<string>()): Set<string> {
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!file.endsWith('.js')) continue;
    const imports = readFileSync(join(dist, file), 'utf8').matchAll(
      /(?:\bfrom|\bimport)\s*["'](\.\.?\/[^"']+\.js)["']/g,
    );
    closure(
      [...imports].map(([, name]) => join(dirname(file), name ?? '')),
      seen,
    );
  }
  return seen;
}

/** As the desk sends them to a browser of today: what the build compressed, in that form. */
const kilobytes = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => {
    const compressed = join(dist, `${file}.br`);
    return sum + statSync(existsSync(compressed) ? compressed : join(dist, file)).size;
  }, 0) / 1000;

const ofPage = [...page.matchAll(/<(?:script|link)[^>]+(?:src|href)="\/(assets\/[^"]+)"/g)].map(
  ([, file]) => file ?? '',
);

describe.each(LANGUAGES)('%s', (language) => {
  const meta = new RegExp(`<meta name="texts-${language}" content="/(\\S+) [^"]+"`).exec(page);
  const folder = meta?.[1] ? dirname(meta[1]) : 'assets';
  const chunk = (name: string): string => {
    // Code without texts is the same in every language.
    const named = assets.filter((file) => file.split('/').at(-1)?.startsWith(`${name}-`));
    const found = named.filter((file) => dirname(file) === folder);
    const [file, ...others] = found.length > 0 ? found : named;
    if (file === undefined || others.length > 0) throw new Error(`${name}: ${named.join(', ') || 'none'}`);
    return file;
  };
  const login = () => closure(['index.html', ...ofPage, chunk('Entry')]);
  // Whatever is written from right to left loads what mirrors it.
  const app = () => [...login(), chunk('App'), ...(language === 'ar' ? [chunk('Mirrored')] : [])];

  test('has its own texts', () => {
    expect(meta === null).toBe(language === 'en');
    const entry = readFileSync(join(dist, chunk('Entry')), 'utf8');
    expect(entry.includes('Opening the desk')).toBe(language === 'en');
    expect(chunk('PaymentList')).toContain(`${folder}/`);
  });

  test('the login page is at most 90 kB', () => {
    expect(login().size).toBeGreaterThan(3);
    expect(kilobytes(login())).toBeLessThan(90);
  });

  test.each(['Dashboard', 'PaymentList', 'WithdrawalList'])(
    '%s needs at most 330 kB, login page included',
    (first) => {
      expect(kilobytes(closure([...app(), chunk(first)]))).toBeLessThan(330);
    },
  );

  test('the charts have a chunk of their own, which no page waits for', () => {
    const charts = chunk('MovementCharts');
    expect([...closure([...app(), chunk('Dashboard'), chunk('PaymentList')])]).not.toContain(charts);
    expect(kilobytes([charts])).toBeLessThan(65);
  });
});

test('every text of the build is translated, and none is marked any more', () => {
  const left = assets.filter((file) => readFileSync(join(dist, file), 'utf8').includes('@text:'));
  expect(left).toEqual([]);
});
