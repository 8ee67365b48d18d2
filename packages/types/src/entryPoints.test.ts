import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Every module that a file imports at run time, directly or not; type imports do not count. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type)[^;]*? from '([^']+)'/gms);
  for (const [, from = ''] of imports) {
    if (from.startsWith('.')) reach(resolve(dirname(file), from), seen);
    else seen.add(from);
  }
  return seen;
}

test('the rules import decimal.js and no other package', () => {
  const packages = [...reach(resolve(import.meta.dirname, 'rules/index.ts'))].filter(
    (one) => !one.startsWith('/'),
  );
  expect(packages).toEqual(['decimal.js']);
});

test('the whole package imports zod, so the search above works', () => {
  expect(reach(resolve(import.meta.dirname, 'index.ts'))).toContain('zod');
});
