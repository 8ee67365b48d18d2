import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { auditEntry, payment, user } from '../../test/rows.ts';
import { dataProvider } from './dataProvider.ts';

const more = { hasNextPage: true, hasPreviousPage: false };
const last = { hasNextPage: false, hasPreviousPage: true };
const newestFirst = { field: 'createdAt', order: 'DESC' } as const;
const RECONCILIATION = '0198c0de-0000-7000-8000-0000000000a7';
const pageOf = (page: number) => ({ pagination: { page, perPage: 25 } });

let desk: FakeDesk;
beforeEach(() => {
  // Addresses of the app begin at its own origin.
  vi.stubGlobal('location', { href: 'http://desk.test/' });
  desk = startFakeDesk();
});
afterEach(() => vi.unstubAllGlobals());

describe('a list', () => {
  it('requests the page, the sort and the translated filter', async () => {
    desk.answer('payments.list', () => ({ data: [payment()], total: 1, pageInfo: last }));
    const filter = { statusGroup: 'refunded', q: ' PAY_1 ' };
    const { data, total } = await dataProvider.getList('payments', {
      ...pageOf(1),
      sort: newestFirst,
      filter,
    });
    expect(desk.inputsOf('payments.list')).toEqual([
      { page: 1, perPage: 25, sort: newestFirst, filter: { status: ['refunded'], q: 'PAY_1' } },
    ]);
    expect(data).toEqual([payment()]);
    expect(total).toBe(1);
  });

  it("leaves react-admin's own default sort to the desk", async () => {
    desk.answer('users.list', () => ({ data: [], pageInfo: last }));
    await dataProvider.getList('users', { ...pageOf(1), sort: { field: 'id', order: 'ASC' }, filter: {} });
    expect(desk.inputsOf('users.list')).toEqual([{ page: 1, perPage: 25, filter: {} }]);
  });

  it('begins at the cursor or the page of the address', async () => {
    desk.answer('payments.list', () => ({
      data: [],
      pageInfo: more,
      nextCursor: 'after-1',
      previousCursor: 'before-1',
    }));
    const { meta } = await dataProvider.getList('payments', { ...pageOf(1), meta: { cursor: 'after-0' } });
    expect(meta).toEqual({ totalIsEstimate: false, nextCursor: 'after-1', previousCursor: 'before-1' });
    await dataProvider.getList('payments', { ...pageOf(1), meta: { page: 3 } });
    expect(desk.inputsOf('payments.list')).toEqual([
      { cursor: 'after-0', perPage: 25, filter: {} },
      { page: 3, perPage: 25, filter: {} },
    ]);
  });

  it('goes on by the cursor of the page before, and falls back to the page number', async () => {
    desk.answer('users.list', ({ cursor }) => {
      if (cursor === 'old') throw new Rejection('INVALID_CURSOR');
      return { data: [user()], pageInfo: more, nextCursor: cursor === undefined ? 'after-1' : 'old' };
    });
    const list = { sort: newestFirst, filter: { q: 'by cursor' } };
    for (const page of [1, 2, 3]) await dataProvider.getList('users', { ...list, ...pageOf(page) });
    const places = desk.inputsOf('users.list').map(({ page, cursor }) => ({ page, cursor }));
    expect(places).toEqual([{ page: 1 }, { cursor: 'after-1' }, { cursor: 'old' }, { page: 3 }]);
  });

  it('keeps a capped total out of the page count', async () => {
    desk.answer('transactions.list', () => ({
      data: [],
      total: 10_000,
      totalIsEstimate: true,
      pageInfo: more,
    }));
    const given = await dataProvider.getList('transactions', pageOf(1));
    expect(given.total).toBeUndefined();
    expect(given.meta).toEqual({ total: 10_000, totalIsEstimate: true });
  });

  it('gathers more rows than a page may hold page by page and stops at the limit', async () => {
    desk.answer('audit.list', ({ cursor = '0' }) => ({
      data: Array.from({ length: 100 }, (_, index) => auditEntry({ id: `${cursor}-${index}` })),
      pageInfo: more,
      nextCursor: String(Number(cursor) + 1),
    }));
    const given = await dataProvider.getList('audit', { pagination: { page: 1, perPage: 250 } });
    expect(given.data).toHaveLength(250);
    expect(desk.inputsOf('audit.list').map(({ cursor }) => cursor)).toEqual([undefined, '1', '2']);
    expect(desk.inputsOf('audit.list').every(({ perPage }) => perPage === 100)).toBe(true);
  });

  it('lists the findings of a reconciliation, which have no router', async () => {
    desk.answer('reconciliations.findings', () => ({ data: [], total: 0, pageInfo: last }));
    await dataProvider.getManyReference('findings', {
      target: 'reconciliationId',
      id: RECONCILIATION,
      ...pageOf(1),
      sort: { field: 'id', order: 'ASC' },
      filter: {},
    });
    expect(desk.inputsOf('reconciliations.findings')).toEqual([
      { page: 1, perPage: 25, filter: { reconciliationId: RECONCILIATION } },
    ]);
    await expect(dataProvider.getOne('findings', { id: 'f1' })).rejects.toThrow('findings have no get');
  });
});

it('saves what has a form, and nothing else', async () => {
  desk.answer('users.upsert', () => user());
  await expect(dataProvider.create('users', { data: { username: 'Ada' } })).resolves.toEqual({
    data: user(),
  });
  expect(desk.inputsOf('users.upsert')).toEqual([{ username: 'Ada' }]);
  const id = user().id;
  const previousData = user();
  for (const call of [
    dataProvider.update('users', { id, data: {}, previousData }),
    dataProvider.updateMany('currencies', { ids: [id], data: {} }),
    dataProvider.delete('users', { id, previousData }),
    dataProvider.deleteMany('users', { ids: [id] }),
    dataProvider.create('balances', { data: {} }),
  ])
    await expect(call).rejects.toMatchObject({ status: 405 });
  expect(desk.calls).toHaveLength(1);
});
