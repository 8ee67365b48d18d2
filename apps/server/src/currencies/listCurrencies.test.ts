import { expect, test } from 'vitest';
import { actors, testDesk } from '../../test/support/testDesk.ts';
import { listCurrencies } from './listCurrencies.ts';
import { syncCurrencies } from './syncCurrencies.ts';

const desk = await testDesk();
await desk.knex('currencies').delete();
await syncCurrencies(desk, actors.staff(), {});

test('the currency of a code is found alone, and a search finds all that have its letters', async () => {
  const codes = async (filter: { code: string } | { q: string }) =>
    (await listCurrencies(desk, { filter })).rows.map(({ code }) => code);
  expect(await codes({ code: 'ETH' })).toEqual(['ETH']);
  expect(await codes({ code: 'eth' })).toEqual([]);
  // "Tether" has them too.
  expect((await codes({ q: 'ETH' })).length).toBeGreaterThan(5);
});
