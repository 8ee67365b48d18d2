import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { auditEntry, currency, payment, summary, suspenseItem } from '../../test/rows.ts';
import { AuditList } from '../audit/AuditList.tsx';
import { PaymentList } from '../payments/PaymentList.tsx';
import type { ListExport } from '../providers/records.ts';
import { SuspenseList } from '../suspense/SuspenseList.tsx';

const ID = '01999999-0000-7000-8000-000000000001';
const URL_OF_FILE = `/api/exports/${ID}?ticket=abc`;

const exportOf = (known: Partial<ListExport> = {}): ListExport => ({
  id: ID,
  resource: 'payments',
  format: 'csv',
  status: 'waiting',
  rows: 0,
  bytes: 0,
  sha256: null,
  error: null,
  createdAt: '2026-11-03T10:00:00.000Z',
  endedAt: null,
  ...known,
});

/** The addresses that the browser was asked to download. */
const downloads: string[] = [];

let desk: FakeDesk;
beforeEach(() => {
  downloads.length = 0;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    downloads.push(this.getAttribute('href') ?? '');
  });
  desk = startFakeDesk();
  desk.answer('payments.list', () => ({
    data: [payment()],
    total: 1234,
    pageInfo: { hasNextPage: true, hasPreviousPage: false },
    nextCursor: 'next',
  }));
  desk.answer('exports.create', ({ format }) => ({ ...exportOf({ format }), url: URL_OF_FILE }));
});

const FILTERED = `/?${new URLSearchParams({
  filter: JSON.stringify({ status: 'completed', q: 'anna' }),
  sort: 'amountUsd',
  order: 'ASC',
}).toString()}`;

async function openDialog(path = FILTERED) {
  const { person } = renderPage(desk, <PaymentList />, { path });
  const button = await screen.findByRole('button', { name: 'Export' });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
  await person.click(button);
  return { person, dialog: within(await screen.findByRole('dialog', { name: 'Export payments' })) };
}

it('names the currency of the filter as the list does', async () => {
  desk.answer('currencies.list', () => ({
    data: [currency({ code: 'USDTTRC20', displayName: 'USDT (TRC20)' })],
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  }));
  const filter = JSON.stringify({ currencyCode: 'USDTTRC20' });
  const { dialog } = await openDialog(`/?${new URLSearchParams({ filter }).toString()}`);
  expect(await dialog.findByText(/^1,234 payments, currency: USDT \(TRC20\)\./)).toBeDefined();
  expect(desk.inputsOf('currencies.list')[0]).toMatchObject({ filter: { code: 'USDTTRC20' } });
});

it('of a list without rows can be reached, and says why there is nothing to export', async () => {
  desk.answer('payments.list', () => ({
    data: [],
    total: 0,
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  }));
  const { person } = renderPage(desk, <PaymentList />, { path: FILTERED });
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Export' });
  const why = () => document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent;
  await waitFor(() => expect(why()).toBe('The list has no rows to export.'));
  expect(button.disabled).toBe(false);
  await person.click(button);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('says what will be exported, and exports the filter and the order of the list', async () => {
  const { person, dialog } = await openDialog();
  expect(dialog.getByText(/^1,234 payments, status: Completed; search: anna\. Every row/)).toBeDefined();
  desk.answer('exports.get', () => exportOf({ status: 'running', rows: 400, bytes: 52_000 }));
  await person.click(dialog.getByRole('radio', { name: /^XLSX/ }));
  await person.click(dialog.getByRole('button', { name: 'Export' }));
  expect(await dialog.findByText(/^400 rows, 52\.0 kB so far/)).toBeDefined();
  expect(desk.inputsOf('exports.create')).toEqual([
    {
      resource: 'payments',
      format: 'xlsx',
      filter: { status: 'completed', q: 'anna' },
      sort: { field: 'amountUsd', order: 'ASC' },
    },
  ]);
  expect(downloads).toEqual([URL_OF_FILE]);

  const sha256 = 'ab'.repeat(32);
  desk.answer('exports.get', () => exportOf({ status: 'done', rows: 1235, bytes: 160_000, sha256 }));
  expect(await dialog.findByText(/Saved: 1,235 rows, 160\.0 kB\. It is complete\./)).toBeDefined();
  expect(dialog.getByText('The list has changed since: it showed 1,234 rows.')).toBeDefined();
  expect(dialog.getByText(sha256)).toBeDefined();
});

it('goes on while the dialog is hidden, and shows how far it is', async () => {
  const { person, dialog } = await openDialog();
  desk.answer('exports.get', () => exportOf({ status: 'running', rows: 400, bytes: 52_000 }));
  await person.click(dialog.getByRole('button', { name: 'Export' }));
  await person.click(await dialog.findByRole('button', { name: 'Hide' }));
  expect(await screen.findByRole('button', { name: 'Exporting… 400' })).toBeDefined();
});

it('is cancelled by the desk', async () => {
  const { person, dialog } = await openDialog();
  const running = exportOf({ status: 'running', rows: 400, bytes: 52_000 });
  desk.answer('exports.get', () => running);
  await person.click(dialog.getByRole('button', { name: 'Export' }));
  await dialog.findByText(/400 rows/);
  desk.answer('exports.cancel', () => running);
  desk.answer('exports.get', () => ({ ...running, status: 'cancelled', error: 'Cancelled by its person.' }));
  await person.click(dialog.getByRole('button', { name: 'Cancel export' }));
  expect(await dialog.findByText(/The export was cancelled\. Cancelled by its person\./)).toBeDefined();
  expect(desk.inputsOf('exports.cancel')).toEqual([{ id: ID }]);
});

it('that fails says that the file is incomplete', async () => {
  const { person, dialog } = await openDialog();
  desk.answer('exports.get', () =>
    exportOf({ status: 'failed', rows: 400, bytes: 52_000, error: 'Something went wrong on the server.' }),
  );
  await person.click(dialog.getByRole('button', { name: 'Export' }));
  expect(
    await dialog.findByText(
      /The export failed\. Something went wrong on the server\. The file is incomplete/,
    ),
  ).toBeDefined();
});

it('that the desk refuses says why, and downloads nothing', async () => {
  const { person, dialog } = await openDialog();
  desk.answer('exports.create', () => {
    throw new Rejection('RATE_LIMITED');
  });
  await person.click(dialog.getByRole('button', { name: 'Export' }));
  expect(await dialog.findByText(/^Too many requests/)).toBeDefined();
  expect(downloads).toEqual([]);
  expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Export' }).disabled).toBe(false);
});

it.each([
  { resource: 'suspense', page: <SuspenseList /> },
  { resource: 'audit', page: <AuditList /> },
] as const)('of $resource is one of its own list', async ({ resource, page }) => {
  const one = { total: 1, pageInfo: { hasNextPage: false, hasPreviousPage: false } };
  desk.answer('suspense.list', () => ({ ...one, data: [suspenseItem()] }));
  desk.answer('audit.list', () => ({ ...one, data: [auditEntry()] }));
  desk.answer('audit.head', () => ({ seq: 0, hash: '', sealedAt: null, unsealed: 0, unsealedSeconds: 0 }));
  desk.answer('dashboard.summary', () => summary());
  desk.answer('exports.get', () => exportOf({ resource, status: 'done', rows: 1, bytes: 90, sha256: 'ab' }));
  const { person } = renderPage(desk, page);
  const button = await screen.findByRole('button', { name: 'Export' });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
  await person.click(button);
  const dialog = within(await screen.findByRole('dialog'));
  await person.click(dialog.getByRole('button', { name: 'Export' }));
  expect(await dialog.findByText(/Saved: 1 row, 90 bytes/)).toBeDefined();
  expect(desk.inputsOf('exports.create')[0]?.resource).toBe(resource);
});
