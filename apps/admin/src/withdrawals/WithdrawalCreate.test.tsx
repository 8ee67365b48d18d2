import { screen, waitFor } from '@testing-library/react';
import { ResourceContextProvider } from 'react-admin';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ANNA, currency, user, withdrawal } from '../../test/rows.ts';
import { WithdrawalCreate } from './WithdrawalCreate.tsx';

const CHECKSUMMED = '0x8ba1f109551bD432803012645Ac136ddd64DBA72';
const WORD = 'confirmed by the customer on the phone';

let desk: FakeDesk;
let asked: { walletAddress: string; addressConfirmation: string | undefined }[];
beforeEach(() => {
  asked = [];
  desk = startFakeDesk();
  desk.answer('users.get', () => user());
  desk.answer('users.list', () => ({
    data: [user()],
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  }));
  desk.answer('currencies.list', () => ({
    data: [currency()],
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  }));
  desk.answer('withdrawals.quote', () => {
    throw new Rejection('PROVIDER_UNAVAILABLE');
  });
  desk.answer('withdrawals.create', ({ walletAddress, addressConfirmation }) => {
    asked.push({ walletAddress, addressConfirmation });
    if (walletAddress !== CHECKSUMMED && addressConfirmation === undefined)
      throw new Rejection('ADDRESS_UNVERIFIABLE', 'This form has no checksum.');
    return withdrawal({ walletAddress });
  });
});

async function fillIn(walletAddress: string) {
  const page = (
    <ResourceContextProvider value="withdrawals">
      <WithdrawalCreate />
    </ResourceContextProvider>
  );
  const { person } = renderPage(desk, page, {
    path: `/withdrawals/create?userId=${ANNA}`,
    route: '/withdrawals/create',
  });
  await person.type(await screen.findByLabelText(/Amount in USD/), '20.00');
  await person.click(screen.getByRole('combobox', { name: /Currency/ }));
  await person.click(await screen.findByRole('option'));
  await person.type(screen.getByLabelText(/Wallet address/), walletAddress);
  await person.click(screen.getByRole('button', { name: 'Request withdrawal' }));
  return person;
}

const question = () => screen.queryByLabelText(/How you verified the address/);

it('asks how an address without a checksum was verified, and sends the answer', async () => {
  const person = await fillIn(CHECKSUMMED.toLowerCase());
  await screen.findByText('This form has no checksum.');
  await person.type(await screen.findByLabelText(/How you verified the address/), WORD);
  await person.click(screen.getByRole('button', { name: 'Request withdrawal' }));
  await screen.findByText('Another page');
  expect(asked).toEqual([
    { walletAddress: CHECKSUMMED.toLowerCase(), addressConfirmation: undefined },
    { walletAddress: CHECKSUMMED.toLowerCase(), addressConfirmation: WORD },
  ]);
});

it('asks no more once the address has its checksum', async () => {
  const person = await fillIn(CHECKSUMMED.toLowerCase());
  await waitFor(() => expect(question()).not.toBeNull());
  await person.clear(screen.getByLabelText(/Wallet address/));
  await person.type(screen.getByLabelText(/Wallet address/), CHECKSUMMED);
  expect(question()).toBeNull();
  await person.click(screen.getByRole('button', { name: 'Request withdrawal' }));
  await screen.findByText('Another page');
  expect(asked.at(-1)?.walletAddress).toBe(CHECKSUMMED);
});
