import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const RUNBOOKS = [
  'upgrade',
  'rollback',
  'restore',
  'failover',
  'provider-outage',
  'stuck-payout',
  'tampering-alarm',
  'key-leak',
  'gdpr-request',
  'disk-full',
  'wrong-clock',
];

test.each(RUNBOOKS)('%s names the tests that drill it, or says that it is not drilled', (name) => {
  const text = readFileSync(resolve(root, `docs/operate/${name}.md`), 'utf8');
  const drills = [...text.matchAll(/`(apps\/[\w/.-]+\.(?:test|drill)\.ts)`/g)].map(([, file = '']) => file);
  expect(drills.length > 0 || /not drilled/i.test(text)).toBe(true);
  expect(drills.filter((file) => !existsSync(resolve(root, file)))).toEqual([]);
});

test('the index has every page', () => {
  const index = readFileSync(resolve(root, 'docs/operate/README.md'), 'utf8');
  const pages = readdirSync(resolve(root, 'docs/operate')).filter((file) => file !== 'README.md');
  expect(pages.filter((file) => !index.includes(`(${file})`))).toEqual([]);
});
