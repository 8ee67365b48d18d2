import { MAX_SAVED_VIEW_BYTES, MAX_SAVED_VIEWS } from '@paydesk/types';
import { expect, test } from 'vitest';
import { appCaller, call, httpDesk, staffCaller } from '../support/http.ts';

const { desk, app } = await httpDesk();
const ada = await staffCaller(desk, 'viewer');
const bob = await staffCaller(desk, 'admin');

interface View {
  id: string;
  name: string;
  isDefault: boolean;
  query: unknown;
}
const viewsOf = async (caller: typeof ada) =>
  ((await call(app, caller, 'savedViews.mine')).data as { data: View[] }).data;
const save = async (caller: typeof ada, view: object) =>
  await call(app, caller, 'savedViews.save', { resource: 'payments', query: { filter: {} }, ...view });

test('a view is kept as it was saved, and one of the same name replaces it', async () => {
  const query = {
    filter: { status: ['pending'], amountUsdMin: '10.00', needsAttention: true },
    sort: { field: 'amountUsd', order: 'DESC' },
    columns: ['Payment', 'Amount'],
  };
  await save(ada, { name: ' Large ones ', query });
  expect(await viewsOf(ada)).toMatchObject([{ name: 'Large ones', query, isDefault: false }]);
  await save(ada, { name: 'LARGE ones', query: { filter: {} } });
  expect(await viewsOf(ada)).toMatchObject([{ name: 'LARGE ones', query: { filter: {} } }]);
});

test('names that only PostgreSQL takes for the same replace each other too', async () => {
  const { rows } = await desk.knex.raw<{ rows: { lower: string }[] }>(`select lower('İ')`);
  await save(ada, { name: 'İ', resource: 'audit' });
  const { error } = await save(ada, { name: rows[0]?.lower, resource: 'audit' });
  expect(error).toBeNull();
  const audit = await desk.knex('saved_views').where({ resource: 'audit' });
  expect(audit).toHaveLength(1);
  await desk.knex('saved_views').where({ resource: 'audit' }).delete();
});

test('a list has one default view', async () => {
  await save(ada, { name: 'first', isDefault: true });
  await save(ada, { name: 'second', isDefault: true });
  await save(ada, { name: 'elsewhere', isDefault: true, resource: 'users' });
  const defaults = (await viewsOf(ada)).filter(({ isDefault }) => isDefault);
  expect(defaults.map(({ name }) => name).toSorted()).toEqual(['elsewhere', 'second']);
});

test('no one sees or deletes the views of another person', async () => {
  const [view] = await viewsOf(ada);
  expect(await viewsOf(bob)).toEqual([]);
  const refused = await call(app, bob, 'savedViews.delete', { id: view?.id });
  expect(refused.error?.data.reason).toBe('NOT_FOUND');
  expect((await viewsOf(ada)).map(({ id }) => id)).toContain(view?.id);
  expect((await call(app, ada, 'savedViews.delete', { id: view?.id })).error).toBeNull();
  expect((await viewsOf(ada)).map(({ id }) => id)).not.toContain(view?.id);
});

test('a person has a limited number of views of one list', async () => {
  for (let n = 0; n < MAX_SAVED_VIEWS; n += 1)
    expect((await save(bob, { name: `view ${n}` })).error).toBeNull();
  expect((await save(bob, { name: 'one too many' })).error?.data.reason).toBe('TOO_MANY_SAVED_VIEWS');
  // Replacing one is no new one.
  expect((await save(bob, { name: 'view 0' })).error).toBeNull();
  expect((await save(bob, { name: 'other list', resource: 'users' })).error).toBeNull();
});

test.each([
  ['long texts', Array.from({ length: 40 }, () => 'ü'.repeat(48)), 0],
  // The database takes the most for each of these.
  ['many parts', Array.from({ length: 40 }, () => ''), 29],
])('a view of the largest size is kept: %s', async (name, values, more) => {
  const others = Array.from({ length: more }, (_one, n) => [`${n}`, values] as const);
  const query = { filter: { status: values, ...Object.fromEntries(others) } };
  const bytes = new TextEncoder().encode(JSON.stringify(query)).length;
  expect(bytes).toBeGreaterThan(MAX_SAVED_VIEW_BYTES * 0.9);
  expect((await save(ada, { name, query })).error).toBeNull();
});

test.each([
  ['no name', { name: '  ' }],
  ['an unknown field', { name: 'x', query: { filter: {}, page: 7 } }],
  ['an object as a filter', { name: 'x', query: { filter: { status: { not: 'pending' } } } }],
  [
    'too many filters',
    { name: 'x', query: { filter: Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`f${n}`, 1])) } },
  ],
  [
    'more than is kept of one',
    { name: 'x', query: { filter: { status: Array.from({ length: 40 }, () => 'y'.repeat(300)) } } },
  ],
  ['a list that the app does not have', { name: 'x', resource: 'anything' }],
])('a view with %s is refused', async (_what, view) => {
  expect((await save(ada, view)).error?.data.reason).toBe('INVALID_INPUT');
});

test('apps have no views', async () => {
  const shop = await appCaller(desk, ['payments.read']);
  expect((await call(app, shop, 'savedViews.mine')).status).toBe(403);
});
