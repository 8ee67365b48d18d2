import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const dist = resolve(import.meta.dirname, '../dist');
const assets = readdirSync(join(dist, 'assets'));

const chunk = (name: string): string => {
  const found = assets.filter((file) => file.startsWith(`${name}-`) && file.endsWith('.js'));
  if (found.length !== 1) throw new Error(`expected one ${name} chunk, found ${found.join(', ') || 'none'}`);
  return `assets/${found[0]}`;
};

/** Every file that the browser needs to run these: their static imports, transitively. */
function closure(files: readonly string[], seen = new Set<string>()): Set<string> {
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!file.endsWith('.js')) continue;
    const imports = readFileSync(join(dist, file), 'utf8').matchAll(
      /(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g,
    );
    closure(
      [...imports].map(([, name]) => `assets/${name}`),
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

const page = readFileSync(join(dist, 'index.html'), 'utf8');
const entry = [
  'index.html',
  ...[...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file ?? ''),
];

test('the login page is at most 90 kB', () => {
  const files = closure(entry);
  expect(files.size).toBeGreaterThan(3);
  expect(kilobytes(files)).toBeLessThan(90);
});

test.each(['Dashboard', 'PaymentList', 'WithdrawalList'])(
  '%s needs at most 330 kB, login page included',
  (first) => {
    expect(kilobytes(closure([...entry, chunk('App'), chunk(first)]))).toBeLessThan(330);
  },
);

test('the charts have a chunk of their own, which no page waits for', () => {
  const charts = chunk('MovementCharts');
  const pages = ['Dashboard', 'PaymentList'].map(chunk);
  expect([...closure([...entry, chunk('App'), ...pages])]).not.toContain(charts);
  expect(kilobytes([charts])).toBeLessThan(65);
});
