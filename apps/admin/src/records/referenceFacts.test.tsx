import { screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ledgerRow, payment, withdrawal } from '../../test/rows.ts';
import { PaymentFacts } from '../payments/PaymentFacts.tsx';
import { TransactionShow } from '../transactions/TransactionShow.tsx';
import { WithdrawalFacts } from '../withdrawals/WithdrawalFacts.tsx';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
});

interface References {
  orderId: string | null;
  metadata: Record<string, unknown>;
}

/** Renders the facts of a row with these references. */
const PAGES: Record<string, (references: References) => void> = {
  payment: (references) => void renderPage(desk, <PaymentFacts payment={payment(references)} />),
  withdrawal: (references) => void renderPage(desk, <WithdrawalFacts withdrawal={withdrawal(references)} />),
  transaction: (references) => {
    const row = ledgerRow(references);
    desk.answer('transactions.get', () => row);
    renderPage(desk, <TransactionShow />, {
      path: `/transactions/${row.id}/show`,
      route: '/transactions/:id/show',
    });
  },
};

it.each(Object.keys(PAGES))('a %s shows its order id and metadata', async (kind) => {
  const orderId = `order-${'long'.repeat(20)}`;
  PAGES[kind]?.({ orderId, metadata: { cart: 'c-9', lines: [1] } });
  expect(await screen.findByText(orderId)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Copy order id' })).toBeDefined();
  expect(screen.getByText('Metadata from the app')).toBeDefined();
  expect(screen.getByLabelText('Metadata from the app').textContent).toContain('"cart": "c-9"');
});

it.each(Object.keys(PAGES))('a %s without any leaves them out', async (kind) => {
  PAGES[kind]?.({ orderId: null, metadata: {} });
  expect(await screen.findByRole('button', { name: 'Copy id' })).toBeDefined();
  expect(screen.queryByText('Order id')).toBeNull();
  expect(screen.queryByText('Metadata')).toBeNull();
});
