import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const folder = resolve(import.meta.dirname, '../../../../docs');
const text = readFileSync(resolve(folder, 'security.md'), 'utf8');

/**
 * ASVS 5.0.0: how many requirements of levels 1 and 2 each section has; they come before those of level 3.
 * V10 and V17 are left out as a whole.
 */
const SECTIONS: Record<string, number> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '5.1': 1,
  '5.2': 3,
  '5.3': 2,
  '5.4': 3,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '12.1': 3,
  '12.2': 2,
  '12.3': 4,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '15.1': 3,
  '15.2': 3,
  '15.3': 7,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
};
const required = Object.entries(SECTIONS).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
);

const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| (.+) \|$/gm)].map(
  ([, id = '', level = '', verdict = '', why = '']) => ({ id, level, verdict: verdict.trim(), why }),
);
const linkTo = /\[[^\]]+\]\(([^)#]+)\)/g;

test('every requirement of levels 1 and 2 is answered once, with a known verdict and a reason', () => {
  expect(rows.map(({ id }) => id)).toEqual(required);
  for (const { id, verdict, why } of rows) {
    expect(['met', 'partly', 'not met', 'operator', 'n/a'], id).toContain(verdict);
    expect(why.length, id).toBeGreaterThan(3);
  }
});

test('every file that the document names exists', () => {
  const targets = [...text.matchAll(linkTo)].map(([, target = '']) => target);
  expect(targets.length).toBeGreaterThan(100);
  for (const target of targets) expect(existsSync(resolve(folder, target)), target).toBe(true);
});

test('every test that the document quotes exists in the file that it links', () => {
  let quoted = 0;
  for (const { id, why } of rows) {
    const files = [...why.matchAll(linkTo)]
      .map(([, target = '']) => target)
      .filter((target) => target.endsWith('.test.ts'));
    for (const [, name = ''] of why.matchAll(/“([^”]+)”/g)) {
      quoted += 1;
      expect(
        files.some((file) => readFileSync(resolve(folder, file), 'utf8').includes(name)),
        `${id}: ${name}`,
      ).toBe(true);
    }
  }
  expect(quoted).toBeGreaterThan(50);
});
