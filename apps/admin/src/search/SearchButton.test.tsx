import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import type { SearchGroup, SearchHit } from '../providers/records.ts';
import { SearchButton } from './SearchButton.tsx';

let desk: FakeDesk;
beforeEach(() => {
  sessionStorage.clear();
  desk = startFakeDesk();
});

const hit = (changes: Partial<SearchHit>): SearchHit => ({
  id: '019a0000-0000-7000-8000-000000000001',
  matched: 'id',
  name: null,
  status: null,
  amountUsd: null,
  currencyCode: null,
  currencyDisplayName: null,
  suspenseAmountUsd: null,
  needsAttention: null,
  userId: null,
  userName: null,
  createdAt: new Date(Date.now() - 3 * 3_600_000).toISOString(),
  statusChangedAt: null,
  ...changes,
});
const FOUND: SearchGroup[] = [
  { resource: 'users', hits: [hit({ name: 'Priya Raman' })], hasMore: false },
  {
    resource: 'payments',
    hits: [
      hit({
        id: '019a0000-0000-7000-8000-000000000002',
        status: 'partially_paid',
        amountUsd: '50.00',
        currencyCode: 'USDTTRC20',
        currencyDisplayName: 'USDT (TRC20)',
        suspenseAmountUsd: '20.00',
        userName: 'Priya Raman',
        matched: 'amount',
      }),
    ],
    hasMore: true,
  },
];

function open() {
  desk.answer('search.find', () => ({ groups: FOUND }));
  return renderPage(
    desk,
    <>
      <SearchButton />
      <input aria-label="A field of the page" />
    </>,
  );
}
const box = async () => await screen.findByRole('combobox', { name: 'Search everything' });

it('opens by slash and by Ctrl-K, also while typing, and finds what was pasted', async () => {
  const { person } = open();
  await person.click(screen.getByLabelText('A field of the page'));
  await person.keyboard('/');
  expect(screen.queryByRole('dialog')).toBeNull();
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  await person.type(await box(), 'priya');
  const payments = await screen.findByRole('group', { name: 'Payments' });
  expect(
    within(payments)
      .getAllByRole('option')
      .map((option) => option.textContent),
  ).toEqual([
    '$50.00 in USDT (TRC20) · Priya RamanPartially paid for 3 h. $20.00 in suspense: credit or return it',
    'All payments …',
  ]);
  expect(desk.inputsOf('search.find')).toEqual([{ query: 'priya' }]);
});

it('is used with the keyboard alone: down, enter, and the row is open', async () => {
  const { person } = open();
  await person.keyboard('/');
  await person.type(await box(), 'priya');
  await screen.findByRole('group', { name: 'Payments' });
  const chosen = () => screen.getByRole('option', { selected: true }).textContent;
  expect(chosen()).toContain('Priya Raman');
  await person.keyboard('{ArrowDown}');
  expect(chosen()).toContain('$50.00 in USDT (TRC20)');
  await person.keyboard('{ArrowUp}{ArrowUp}');
  expect(chosen()).toBe('All payments …');
  await person.keyboard('{ArrowUp}{Enter}');
  await screen.findByText('Another page');
  expect(JSON.parse(sessionStorage.getItem('paydesk.recent') ?? '')).toMatchObject([
    { resource: 'payments' },
  ]);
});

it('shows what was opened lately before anything is typed', async () => {
  sessionStorage.setItem(
    'paydesk.recent',
    JSON.stringify([{ resource: 'users', id: '019a0000-0000-7000-8000-000000000001', title: 'Priya Raman' }]),
  );
  const { person } = open();
  await person.click(screen.getAllByRole('button', { name: 'Search everything' })[0] ?? document.body);
  await box();
  expect(
    within(screen.getByRole('group', { name: 'Opened lately' })).getByRole('option').textContent,
  ).toContain('Priya Raman');
});

it('leads to the list that has all of them, and to none that has not', async () => {
  const { person } = open();
  await person.keyboard('/');
  await person.type(await box(), '50');
  await person.click(await screen.findByRole('option', { name: 'All payments …' }));
  expect((await screen.findByTestId('path')).textContent).toContain(
    '/payments?filter={"amountUsdMin":"50.00","amountUsdMax":"50.00"}',
  );
});

it('names no list where none finds the same', async () => {
  const { person } = open();
  const [, payments] = FOUND;
  const [hit] = payments?.hits ?? [];
  if (payments === undefined || hit === undefined) throw new Error('there is no payment');
  desk.answer('search.find', () => ({ groups: [{ ...payments, hits: [{ ...hit, matched: 'address' }] }] }));
  await person.keyboard('/');
  await person.type(await box(), '0xab');
  await screen.findByRole('group', { name: 'Payments' });
  expect(screen.getAllByRole('option')).toHaveLength(1);
});

it('opens nothing that belongs to an earlier text', async () => {
  const { person } = open();
  await person.keyboard('/');
  await person.type(await box(), 'priya');
  await screen.findByRole('group', { name: 'Payments' });
  const later = desk.hold('search.find', () => ({ groups: [] }));
  await person.type(await box(), ' x{Enter}');
  await screen.findByLabelText('Searching');
  expect(screen.queryByText('Another page')).toBeNull();
  later.release();
  await screen.findByText('Nothing found for “priya x”');
});

it('does not open over another dialog', async () => {
  renderPage(
    desk,
    <>
      <SearchButton />
      <div role="dialog">Approve?</div>
    </>,
  );
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  fireEvent.keyDown(window, { key: '/' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(screen.queryByRole('combobox')).toBeNull();
});

it('says that nothing was found, and why the desk did not answer', async () => {
  const { person } = open();
  desk.answer('search.find', ({ query }) => {
    if (query === 'broken') throw new Rejection('DATABASE_UNAVAILABLE', 'the database is away');
    return { groups: [] };
  });
  await person.keyboard('/');
  await person.type(await box(), 'nothing here');
  await screen.findByText('Nothing found for “nothing here”');
  await person.clear(await box());
  await person.type(await box(), 'broken');
  expect((await screen.findByRole('alert')).textContent).toContain('Try again');
});
