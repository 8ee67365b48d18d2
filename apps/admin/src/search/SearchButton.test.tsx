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
        currencyCode: 'BTC',
        suspenseAmountUsd: '20.00',
        userName: 'Priya Raman',
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
    '$50.00 in BTC · Priya RamanPartially paid for 3 h. $20.00 in suspense: credit or return it',
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
  expect(chosen()).toContain('$50.00 in BTC');
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
