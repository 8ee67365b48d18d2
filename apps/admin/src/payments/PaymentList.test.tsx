import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, type InputOf, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { currency, payment, user } from '../../test/rows.ts';
import { PaymentList } from './PaymentList.tsx';

const IDS = ['a', 'b', 'c'].map((end) => `0198c0de-0000-7000-8000-00000000010${end}`);
const rows = IDS.map((id, n) => payment({ id, internalPaymentId: `PAY_${n + 1}` }));
const page = (input: InputOf<'payments.list'>) => ({
  data: input.filter?.q === 'nothing' ? [] : rows,
  total: 10_000,
  totalIsEstimate: true,
  pageInfo: { hasNextPage: input.cursor !== 'last', hasPreviousPage: input.cursor !== undefined },
  nextCursor: 'after-3',
  previousCursor: 'before-1',
});

let desk: FakeDesk;
beforeEach(() => {
  localStorage.clear();
  desk = startFakeDesk();
  desk.answer('payments.list', page);
});
const open = (path = '/') => renderPage(desk, <PaymentList />, { path });
const lastInput = () => desk.inputsOf('payments.list').at(-1);
const table = async () => await screen.findByRole('table', { name: 'Payments' });

it('has the sums of all rows of its filter at its foot', async () => {
  desk.answer('payments.totals', () => ({
    count: 37,
    isPartial: false,
    sums: { amountUsd: '1234.50', creditedAmountUsd: '1000.00', returnedAmountUsd: '0.00' },
  }));
  open('/?filter=%7B%22hasSuspense%22%3Atrue%7D');
  const foot = await screen.findByRole('group', { name: 'Sums' });
  await waitFor(() => expect(foot.textContent).toBe('37 rowsAmount$1,234.50Credited$1,000.00'));
  expect(desk.inputsOf('payments.totals').at(-1)).toEqual({ filter: { hasSuspense: true }, isExact: false });
});

it('opens without a filter that is none', async () => {
  open('/?filter=%22x%22');
  expect(await table()).toBeDefined();
  expect(lastInput()).toMatchObject({ filter: {} });
});

it.each([
  ['createdAfter', true],
  ['createdBefore', false],
])('with %s, an order of changes is offered: %s', async (name, isOffered) => {
  const filter = { [name]: '2026-01-01T00:00:00.000Z' };
  const { person } = open(`/?filter=${encodeURIComponent(JSON.stringify(filter))}`);
  await table();
  await person.click(screen.getByRole('button', { name: 'Columns and density' }));
  await person.click(await screen.findByRole('menuitemcheckbox', { name: 'Status since' }));
  const heading = await waitFor(() => {
    const cells = [...document.querySelectorAll('thead th')];
    const cell = cells.find(({ textContent }) => textContent === 'Status since');
    if (cell === undefined) throw new Error('the column is not shown yet');
    return cell;
  });
  expect(heading.querySelector('.MuiTableSortLabel-root') !== null).toBe(isOffered);
});

it('adds up a long list only when asked', async () => {
  desk.answer('payments.totals', ({ isExact }) =>
    isExact
      ? { count: 20_000, isPartial: false, sums: { amountUsd: '99.00' } }
      : { count: 10_000, isPartial: true, sums: null },
  );
  const { person } = open();
  const foot = await screen.findByRole('group', { name: 'Sums' });
  await waitFor(() => expect(foot.textContent).toContain('10,000+ rows'));
  await person.click(within(foot).getByRole('button', { name: 'Add up all rows' }));
  await waitFor(() => expect(foot.textContent).toBe('20,000 rowsAmount$99.00'));
});

it('goes forward, back, and to the ends by cursor', async () => {
  const { person } = open();
  await table();
  expect(screen.getByText('1–3 of 10,000+')).toBeDefined();
  await person.click(screen.getByRole('button', { name: 'Next page' }));
  await waitFor(() => expect(lastInput()).toMatchObject({ cursor: 'after-3' }));
  expect(await screen.findByText('4–6 of 10,000+')).toBeDefined();
  await person.click(screen.getByRole('button', { name: 'Last page' }));
  await waitFor(() => expect(lastInput()).toMatchObject({ cursor: 'last' }));
  expect(await screen.findByText('3 rows of 10,000+')).toBeDefined();
  await person.click(screen.getByRole('button', { name: 'Previous page' }));
  await waitFor(() => expect(lastInput()).toMatchObject({ cursor: 'before-1' }));
  await person.click(screen.getByRole('button', { name: 'First page' }));
  // It may still be known from the beginning.
  expect(await screen.findByText('1–3 of 10,000+')).toBeDefined();
  expect(desk.inputsOf('payments.list').filter((input) => input.page === 1)[0]).not.toHaveProperty('cursor');
});

it('opens the page of an older link, or says why it cannot', async () => {
  open('/?filter=%7B%7D&page=3');
  await table();
  expect(lastInput()).toMatchObject({ page: 3, perPage: 25 });
  expect(screen.getByText('51–53 of 10,000+')).toBeDefined();
});

it('says that a page is too deep for its number, and leads to the ends', async () => {
  desk.answer('payments.list', (input) => {
    if (input.page === 1200) throw new Rejection('PAGE_TOO_DEEP', 'pages beyond row 10000 need a cursor');
    return page(input);
  });
  const { person } = open('/?page=1200');
  expect(await screen.findByText('This page is too deep to open by its number.')).toBeDefined();
  await person.click(screen.getByRole('button', { name: 'Last page' }));
  await waitFor(() => expect(lastInput()).toMatchObject({ cursor: 'last' }));
  expect(await table()).toBeDefined();
});

it('offers the search without the filters that hide what it finds', async () => {
  desk.answer('payments.list', (input) => {
    const isHidden = input.filter?.q === 'order-7' && input.filter.needsAttention === true;
    return { ...page(input), data: isHidden ? [] : rows, total: isHidden ? 0 : 3, totalIsEstimate: false };
  });
  const { person } = open('/?filter=%7B%22q%22%3A%22order-7%22%2C%22needsAttention%22%3Atrue%7D');
  await person.click(await screen.findByRole('button', { name: 'Search without filters (3 found)' }));
  await waitFor(() => expect(lastInput()?.filter).toEqual({ q: 'order-7' }));
  expect(await table()).toBeDefined();
});

it('previews a row with space, moves with the arrows, and closes with Escape', async () => {
  const { person } = open();
  const [, first] = within(await table()).getAllByRole('row');
  first?.focus();
  await person.keyboard(' ');
  const preview = await screen.findByRole('complementary', { name: 'Preview of PAY_1' });
  expect(within(preview).getByText('Provider payment id')).toBeDefined();
  await person.keyboard('{ArrowDown}');
  expect(await screen.findByRole('complementary', { name: 'Preview of PAY_2' })).toBeDefined();
  await person.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
  await person.keyboard(' ');
  within(await screen.findByRole('complementary'))
    .getByRole('link', { name: 'Open the page' })
    .focus();
  await person.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
  // Back in the list, where it was opened.
  await person.keyboard('{ArrowUp}{Enter}');
  expect((await screen.findByTestId('path')).textContent).toBe(`/payments/${IDS[0]}/show`);
});

it('shows the columns that the person chose, also the next time', async () => {
  const { person } = open();
  await table();
  await person.click(screen.getByRole('button', { name: 'Columns and density' }));
  await person.click(screen.getByRole('menuitemcheckbox', { name: 'Order id' }));
  await person.click(screen.getByRole('menuitemcheckbox', { name: 'User' }));
  await person.click(screen.getByRole('menuitemcheckbox', { name: 'Compact rows' }));
  const headings = () => [...document.querySelectorAll('thead th')].map(({ textContent }) => textContent);
  await waitFor(() => expect(headings()).toContain('Order id'));
  expect(headings()).not.toContain('User');
  const [stored] = Object.keys(localStorage).filter((key) => key.endsWith('.payments'));
  expect(JSON.parse(localStorage.getItem(stored ?? '') ?? '{}')).toMatchObject({ isCompact: true });
});

it('sets the filters behind “More filters”, amounts as texts', async () => {
  const all = { pageInfo: { hasNextPage: false, hasPreviousPage: false } };
  desk.answer('users.list', () => ({ ...all, data: [user()] }));
  desk.answer('currencies.list', () => ({ ...all, data: [currency()] }));
  const { person } = open();
  await table();
  await person.click(screen.getByRole('button', { name: 'More filters' }));
  await person.type(await screen.findByRole('textbox', { name: 'Amount from' }), '10.5');
  await person.type(screen.getByLabelText('Created until'), '2026-11-20');
  await waitFor(() =>
    expect(lastInput()?.filter).toEqual({
      amountUsdMin: '10.5',
      createdBefore: new Date(2026, 10, 20, 23, 59, 59, 999).toISOString(),
    }),
  );
  await person.click(screen.getByRole('button', { name: 'Done' }));
  expect(await screen.findByText('Until: 2026-11-20')).toBeDefined();
});

it('saves the list as it is, and opens a default view with the list', async () => {
  const view = {
    id: IDS[0] ?? '',
    resource: 'payments',
    name: 'Flagged',
    query: { filter: { needsAttention: true }, sort: { field: 'amountUsd', order: 'ASC' as const } },
    isDefault: true,
    updatedAt: '2026-11-20T00:00:00.000Z',
  };
  desk.answer('savedViews.mine', () => ({ data: [view] }));
  desk.answer('savedViews.save', () => view);
  const { person } = open();
  await waitFor(() =>
    expect(lastInput()).toMatchObject({ filter: { needsAttention: true }, sort: view.query.sort }),
  );
  await table();
  await person.click(screen.getByRole('button', { name: 'Views' }));
  await person.type(await screen.findByRole('textbox', { name: 'Save this list as' }), 'Mine');
  await person.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(desk.inputsOf('savedViews.save')).toEqual([
      { resource: 'payments', name: 'Mine', query: view.query, isDefault: false },
    ]),
  );
});
