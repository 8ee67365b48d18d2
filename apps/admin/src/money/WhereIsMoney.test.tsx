import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import {
  moneyPayment,
  moneyState,
  moneySuspense,
  moneyWithdrawal,
  timelineEntry,
} from '../../test/moneyRows.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ANNA } from '../../test/rows.ts';
import type { TimelinePage } from '../providers/records.ts';
import { WhereIsMoney } from './WhereIsMoney.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});

const page = (changes: Partial<TimelinePage> = {}): TimelinePage => ({
  data: [timelineEntry()],
  nextCursor: null,
  money: moneyState({
    payments: [
      moneyPayment({
        status: 'completed',
        creditedAmountUsd: '50.00',
        creditedAt: '2026-11-28T10:02:00.000Z',
        credits: 1,
      }),
    ],
  }),
  ...changes,
});
const show = (answer: Partial<TimelinePage> = {}) => {
  desk.answer('timeline.ofUser', () => page(answer));
  return renderPage(desk, <WhereIsMoney of="user" id={ANNA} />);
};
const suspense = moneySuspense({ amount: '0.0024', amountUsd: '0.00' });

it('says where the money is, and whose turn it is', async () => {
  show({ money: moneyState({ suspense: [suspense] }) });
  await screen.findByText(/second transfer to a used address, and it has been in suspense/);
  expect(screen.getByText('Next, by staff:')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open the suspense item' }).getAttribute('href')).toContain(
    `/suspense/${suspense.id}/show`,
  );
});

it('shows what happened by day, newest first, and loads what is older', async () => {
  const today = new Date();
  const entries = Array.from({ length: 8 }, (_none, n) =>
    timelineEntry({
      id: `entry-${n}`,
      kind: 'note',
      status: 'addNote',
      text: `note ${n}`,
      at: today.toISOString(),
    }),
  );
  desk.answer('timeline.ofUser', ({ cursor }) =>
    cursor === undefined
      ? page({ data: entries, nextCursor: 'older' })
      : page({ data: [timelineEntry({ id: 'last', at: '2025-01-01T10:00:00.000Z' })], money: null }),
  );
  const { person: user } = renderPage(desk, <WhereIsMoney of="user" id={ANNA} />);
  const list = await screen.findByRole('list', { name: 'Today' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(6);
  await user.click(screen.getByRole('button', { name: 'Show 2 more' }));
  expect(within(list).getAllByRole('listitem')).toHaveLength(8);
  await user.click(screen.getByRole('button', { name: 'Load older' }));
  await screen.findByText(/Payment of \$50\.00 in BTC requested/);
  expect(desk.inputsOf('timeline.ofUser')).toEqual([{ id: ANNA }, { id: ANNA, cursor: 'older' }]);
  expect(screen.queryByRole('button', { name: 'Load older' })).toBeNull();
});

it('says when nothing has happened, and when it cannot be loaded', async () => {
  show({ data: [], money: moneyState() });
  await screen.findByText('Nothing has happened yet.');
  expect(screen.getByText('There is no payment, suspense item or withdrawal to show.')).toBeTruthy();
});

it('offers to try again after a failure', async () => {
  desk.answer('timeline.ofUser', () => {
    throw new Rejection('DATABASE_UNAVAILABLE', 'the database is away');
  });
  const { person: user } = renderPage(desk, <WhereIsMoney of="user" id={ANNA} />);
  await screen.findByText('The database is away.', undefined, { timeout: 8000 });
  desk.answer('timeline.ofUser', () => page());
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText(/\$50\.00 credited/);
}, 15_000);

it('copies exactly the reply that is shown, in the customer’s language, right to left where it is written so', async () => {
  const { person: user } = show({ money: moneyState({ suspense: [suspense], language: 'ar-EG' }) });
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
  await user.click(await screen.findByRole('button', { name: 'Write to the customer…' }));
  const reply = await screen.findByRole('region', { name: 'Reply' });
  expect(reply.getAttribute('dir')).toBe('rtl');
  expect(reply.textContent).toContain('0.0024 BTC');
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  await screen.findByText('Copied. Read it once more before you send it.');
  expect(copied).toEqual([reply.textContent]);
  await user.click(screen.getByRole('combobox', { name: 'Language' }));
  await user.click(screen.getByRole('option', { name: 'English' }));
  await waitFor(() => expect(reply.getAttribute('dir')).toBe('ltr'));
  expect(reply.textContent).toMatch(/^Hello,\n\nyour 0\.0024 BTC has arrived/);
  expect(reply.textContent).not.toMatch(/suspense|staff/);
});

it('writes about what the person chooses, when there are several', async () => {
  const { person: user } = show({
    money: moneyState({ suspense: [suspense], withdrawals: [moneyWithdrawal()] }),
  });
  await user.click(await screen.findByRole('button', { name: 'Write to the customer…' }));
  const reply = await screen.findByRole('region', { name: 'Reply' });
  await user.click(screen.getByRole('combobox', { name: 'About' }));
  await user.click(screen.getByRole('option', { name: '0.0024 BTC in suspense' }));
  expect(reply.textContent).toContain('your 0.0024 BTC has arrived');
  await user.click(screen.getByRole('combobox', { name: 'About' }));
  await user.click(screen.getByRole('option', { name: 'Withdrawal of $25.00 in USDT (TRC20)' }));
  expect(reply.textContent).toContain('we received your withdrawal of 25.00 USD');
});
