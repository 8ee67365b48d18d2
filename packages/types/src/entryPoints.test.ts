import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Every module that one leads to at run time; types leave nothing behind. */
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

test('the rules lead to decimal.js and to no other package', () => {
  const packages = [...reach(resolve(import.meta.dirname, 'rules/index.ts'))].filter(
    (one) => !one.startsWith('/'),
  );
  expect(packages).toEqual(['decimal.js']);
});

test('the whole package leads to zod, so the walk above sees what it should', () => {
  expect(reach(resolve(import.meta.dirname, 'index.ts'))).toContain('zod');
});
