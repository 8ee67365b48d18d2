import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { EXCEPTIONS, restRoutes } from '../../src/http/rest/restRoutes.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/integrate/rest.md'), 'utf8');

test('the documentation names every exception, and only addresses that exist', () => {
  const paths = restRoutes().map(({ path }) => path);
  for (const address of Object.values(EXCEPTIONS)) expect(page).toContain(address.split(' ')[1]);
  const named = [...page.matchAll(/`(?:GET|POST|DELETE) (\/[^`?]*)/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((path) => !paths.includes(path ?? ''))).toEqual([]);
});
