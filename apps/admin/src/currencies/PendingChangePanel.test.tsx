import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { currency, securityOverview } from '../../test/rows.ts';
import { PendingChangePanel } from './PendingChangePanel.tsx';

const pendingChange = { network: 'bsc', contractAddress: '0xabc', decimalPlaces: 6, chainDecimals: 18 };
const held = currency({
  isAvailable: false,
  network: 'trx',
  contractAddress: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  decimalPlaces: 6,
  chainDecimals: 6,
  pendingChange,
});

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview());
});

const open = (row = held, role: 'viewer' | 'operator' = 'operator') =>
  renderPage(
    desk,
    <>
      <p>The page</p>
      <PendingChangePanel currency={row} />
    </>,
    { role },
  ).person;

it('shows what the provider reports beside what is stored', async () => {
  open();
  const rows = within(await screen.findByRole('table')).getAllByRole('row');
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    'FieldBeforeAfter',
    'Networktrxbsc',
    'ContractTR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t0xabc',
    'Decimal places6unchanged',
    'Decimal places on the chain618',
  ]);
});

it('accepts exactly what was shown, with the second factor, which may wait for an admin', async () => {
  desk.answer('currencies.acceptChange', () => {
    throw new Rejection('CHANGE_REQUESTED', 'this waits for another person', {
      changeRequestId: '0198c0de-0000-7000-8000-0000000000c7',
      requiredApprovals: 1,
      notBefore: null,
      expiresAt: '2026-11-10T10:00:00.000Z',
    });
  });
  const person = open();
  await person.click(await screen.findByRole('button', { name: 'Accept the change' }));
  const asked = await screen.findByRole('dialog', { name: 'Accept the change of USDT (Tron)?' });
  expect(asked.textContent).toContain('trx → bsc');
  await person.type(await screen.findByLabelText('Authentication code'), '123456');
  await waitFor(() =>
    expect(desk.inputsOf('currencies.acceptChange')).toEqual([
      { id: held.id, pendingChange, proof: { kind: 'totp', code: '123456' } },
    ]),
  );
  await screen.findByRole('dialog', { name: 'Waiting for another person' });
});

it('offers a viewer no button, and shows nothing without a change', async () => {
  open(held, 'viewer');
  await screen.findByRole('table');
  expect(screen.queryByRole('button', { name: 'Accept the change' })).toBeNull();
});

it('shows nothing without a change', async () => {
  open(currency());
  await screen.findByText('The page');
  expect(screen.queryByRole('table')).toBeNull();
});
