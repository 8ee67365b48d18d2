import { screen, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { payment } from '../../test/rows.ts';
import type { Finding } from '../providers/records.ts';
import { FindingsPanel } from './FindingsPanel.tsx';

const RUN = '0198c0de-0000-7000-8000-0000000000d1';

const finding = (id: string, paymentId: string | null): Finding => ({
  id,
  kind: 'amount_differs',
  isExplained: false,
  providerPaymentId: `50771250${id}`,
  paymentId,
  providerAmount: '1',
  booksAmount: '2',
  detail: '',
  createdAt: '2026-11-20T10:00:00.000Z',
});

let desk: FakeDesk;
beforeEach(() => {
  localStorage.clear();
  desk = startFakeDesk();
  desk.answer('payments.getMany', ({ ids }) => ({ data: ids.map((id) => payment({ id })) }));
  desk.answer('reconciliations.findings', () => ({
    data: [finding('1', payment().id), finding('2', null)],
    total: 2,
    totalIsEstimate: false,
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  }));
});

it.each([
  [1, `/payments/${payment().id}/show`],
  [2, '/suspense?filter={"q":"507712502"}&page=1'],
])('Enter on difference %i opens what it is about, as it has no page of its own', async (row, path) => {
  const { person } = renderPage(
    desk,
    <FindingsPanel run={{ id: RUN, status: 'finished', unexplained: 2 }} />,
  );
  const table = await screen.findByRole('table', { name: 'Differences' });
  within(table).getAllByRole('row')[row]?.focus();
  await person.keyboard('{Enter}');
  expect((await screen.findByTestId('path')).textContent).toBe(path);
});
