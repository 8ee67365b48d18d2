import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { paymentsThatWere, postedBetween, postedUntil } from '@paydesk/types/rules';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { dashboardRange } from '../../test/rows.ts';
import { figurePath } from '../fields/links.tsx';
import type { DashboardRange } from '../providers/records.ts';
import { HealthPanel } from './HealthPanel.tsx';
import { RangeSection } from './RangeSection.tsx';

// There is no canvas here: the browser test looks at the charts, and the table says the same.
vi.mock('./MovementCharts.tsx', () => ({ MovementCharts: () => <div>the charts</div> }));

const empty = dashboardRange();
const deposits = { count: 3, amountUsd: '120.50' };
const filled = dashboardRange({
  buckets: empty.buckets.map((bucket, n) => ({
    ...bucket,
    deposits: n === 0 ? deposits : { count: 0, amountUsd: '0.00' },
    liabilitiesUsd: n === 0 ? '500.00' : null,
  })),
  totals: { ...empty.totals, deposits },
  liabilitiesUsd: '500.00',
  payments: {
    created: { count: 8, amountUsd: '320.00' },
    paid: { count: 4, amountUsd: '150.00' },
    credited: { count: 3, amountUsd: '120.50' },
  },
  currencies: [
    {
      currencyCode: 'USDTTRC20',
      currencyDisplayName: 'USDT (TRC20)',
      created: { count: 5, amountUsd: '200.00' },
      paid: { count: 3, amountUsd: '90.00' },
      credited: { count: 2, amountUsd: '60.25' },
    },
  ],
  comparison: {
    from: '2026-10-30T00:00:00.000Z',
    until: '2026-10-31T23:59:59.999Z',
    totals: { ...empty.totals, deposits: { count: 1, amountUsd: '241.00' } },
    liabilitiesUsd: '400.00',
    payments: empty.payments,
  },
});

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});
const answer = (range: DashboardRange) => desk.answer('dashboard.range', () => range);
const show = (path = '/') => renderPage(desk, <RangeSection />, { path });
const hrefOf = (name: string | RegExp) => screen.getByRole('link', { name }).getAttribute('href');

it('shows each sum with how it compares in words, and opens its rows', async () => {
  answer(filled);
  show();
  const tile = await screen.findByRole('link', { name: /^Deposits · 3/ });
  expect(tile.textContent).toContain('$120.50');
  expect(tile.textContent).toContain('50% less (−$120.50)');
  expect(tile.getAttribute('href')).toBe(figurePath(postedBetween('deposit', filled.from, filled.until)));
  expect(screen.getByRole('link', { name: /^Owed to users/ }).textContent).toContain('25% more (+$100.00)');
});

it('says the same as the charts in a table, which opens the rows of each part', async () => {
  answer(filled);
  const { person } = show();
  const table = await screen.findByRole('table', { name: /^Money in and out/ });
  const [, first] = within(table).getAllByRole('row');
  const [bucket] = filled.buckets;
  if (first === undefined || bucket === undefined) throw new Error('no row');
  const links = within(first).getAllByRole('link');
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['$120.50', figurePath(postedBetween('deposit', bucket.from, bucket.until))],
    ['$500.00', figurePath(postedUntil(bucket.until))],
  ]);
  await screen.findByText('the charts');
  await person.click(screen.getByRole('button', { name: 'Show as a table' }));
  expect(screen.queryByText('the charts')).toBeNull();
  expect(screen.getByRole('table', { name: /^Money in and out/ })).toBeTruthy();
});

it('shows how far payments came, in all and by currency', async () => {
  answer(filled);
  show();
  await screen.findByText(/37.5% of them are credited/);
  expect(hrefOf('8 created')).toBe(figurePath(paymentsThatWere('created', filled)));
  expect(hrefOf('4 paid')).toBe(figurePath(paymentsThatWere('paid', filled)));
  expect(hrefOf('3 credited')).toBe(figurePath(paymentsThatWere('credited', filled)));
  const tether = within(screen.getByRole('table', { name: 'Top currencies' })).getByRole('row', {
    name: /^USDT/,
  });
  expect(tether.textContent).toBe('USDT (TRC20)5$60.2550%');
  expect(within(tether).getByRole('link', { name: '5' }).getAttribute('href')).toBe(
    figurePath(paymentsThatWere('created', { ...filled, currencyCode: 'USDTTRC20' })),
  );
});

it('asks for what the address says, and the picker writes it there', async () => {
  answer(empty);
  const { person } = show('/?range=custom&from=2026-02-01&until=2026-02-28&compare=none');
  await waitFor(() =>
    expect(desk.inputsOf('dashboard.range')).toMatchObject([
      { from: '2026-02-01', until: '2026-02-28', compareTo: 'none' },
    ]),
  );
  fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-02-14' } });
  await waitFor(() => expect(desk.inputsOf('dashboard.range').at(-1)).toMatchObject({ until: '2026-02-14' }));
  // With the keyboard alone.
  screen.getByRole('combobox', { name: 'Compare with' }).focus();
  await person.keyboard('{Enter}{ArrowUp}{Enter}');
  await waitFor(() =>
    expect(desk.inputsOf('dashboard.range').at(-1)).toMatchObject({ compareTo: 'previousYear' }),
  );
});

it('says so when nothing has moved', async () => {
  answer(empty);
  show();
  await screen.findByText('Nothing has moved in this range');
  expect(screen.getByText('No payments were created in this range.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show as a table' })).toBeNull();
});

it('says why a range is refused', async () => {
  desk.answer('dashboard.range', () => {
    throw new Rejection('INVALID_INPUT', 'until must not be before from');
  });
  show();
  await screen.findByText(/must not be before from/);
});

it.each([
  [{ state: 'closed' as const, failures: 0 }, /Answers/],
  [
    { state: 'closed' as const, failures: 2, lastFailureAt: '2026-11-02T10:00:00.000Z' },
    /2 failures in a row/,
  ],
  [
    { state: 'open' as const, failures: 6, lastError: 'socket hang up' },
    /Has not answered since .*socket hang up/,
  ],
])('tells the health of the provider: %o', async (provider, text) => {
  desk.answer('dashboard.health', () => ({
    provider: {
      since: '2026-11-02T10:00:00.000Z',
      lastReportAt: '2026-11-02T10:00:00.000Z',
      lastFailureAt: null,
      lastError: null,
      callTimes: { calls: 1234, medianMs: 211, slowestTenthMs: 1409 },
      ...provider,
    },
    verification: {
      finishedAt: '2026-11-02T03:00:00.000Z',
      ok: false,
      problem: 'transactions: a broken chain',
    },
  }));
  renderPage(desk, <HealthPanel changeRequests={2} />);
  const panel = await screen.findByRole('region', { name: 'Health' });
  await waitFor(() => expect(panel.textContent).toMatch(text));
  expect(panel.textContent).toMatch(/Faults found .*: transactions: a broken chain/);
  expect(panel.textContent).toContain(
    'Median 211 ms, slowest tenth from 1,409 ms; 1,234 calls in the last hour',
  );
  expect(hrefOf('2 waiting')).toContain('/changeRequests?');
});
