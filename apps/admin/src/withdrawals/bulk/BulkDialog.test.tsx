import { screen, waitFor, within } from '@testing-library/react';
import { ListContextProvider } from 'react-admin';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../../test/fakeDesk.ts';
import { renderPage } from '../../../test/renderPage.tsx';
import { securityOverview, withdrawal } from '../../../test/rows.ts';
import { BulkApproveDialog, BulkRejectDialog } from './bulkDecisions.tsx';

const ONE = '0198c0de-0000-7000-8000-0000000000f1';
const TWO = '0198c0de-0000-7000-8000-0000000000f2';
const rows = [
  withdrawal({ id: ONE, internalWithdrawalId: 'WD_ONE', amountUsd: '25.00' }),
  withdrawal({ id: TWO, internalWithdrawalId: 'WD_TWO', amountUsd: '40.50' }),
];

let desk: FakeDesk;
const list = { onUnselectItems: vi.fn(), onSelect: vi.fn() };
const close = vi.fn();
beforeEach(() => {
  desk = startFakeDesk();
  vi.clearAllMocks();
  desk.answer('security.overview', () => securityOverview({ methods: [], isRequired: false }));
  desk.answer('withdrawals.getMany', () => ({ data: rows }));
});

const open = (Dialog: typeof BulkApproveDialog) =>
  renderPage(
    desk,
    <ListContextProvider value={list as never}>
      <Dialog ids={[ONE, TWO]} close={close} />
    </ListContextProvider>,
    { role: 'approver' },
  ).person;

const result = (id: string, changes: object = {}) => ({
  id,
  ok: true,
  status: 'approved' as const,
  reason: null,
  message: null,
  ...changes,
});

it('lists every row and the total, and approves all with one call', async () => {
  desk.answer('withdrawals.approveMany', ({ ids }) => ({ results: ids.map((id) => result(id)) }));
  const person = open(BulkApproveDialog);
  const asked = await screen.findByRole('dialog', { name: 'Approve 2 withdrawals?' });
  for (const text of ['$25.00', '$40.50']) await within(asked).findByText(text);
  expect(asked.textContent).toContain('$65.50');
  await person.type(within(asked).getByRole('textbox', { name: 'Note (optional)' }), ' all known ');
  await person.click(within(asked).getByRole('button', { name: /^Approve 2/ }));
  await screen.findByRole('dialog', { name: 'All 2 approved' });
  expect(desk.inputsOf('withdrawals.approveMany')).toEqual([{ ids: [ONE, TWO], note: 'all known' }]);
  await person.click(screen.getByRole('button', { name: 'Close' }));
  expect(close).toHaveBeenCalledOnce();
  expect(list.onUnselectItems).toHaveBeenCalledOnce();
});

it('shows the refused rows first with the reason, and leaves only those selected', async () => {
  desk.answer('withdrawals.approveMany', () => ({
    results: [
      result(ONE),
      result(TWO, {
        ok: false,
        status: null,
        reason: 'SAME_PERSON',
        message: 'who requested it cannot approve it',
      }),
    ],
  }));
  const person = open(BulkApproveDialog);
  await screen.findByText('$40.50');
  await person.click(await screen.findByRole('button', { name: /^Approve 2/ }));
  const shown = await screen.findByRole('dialog', { name: '1 of 2 approved' });
  const [first, second] = within(shown).getAllByRole('listitem');
  expect(first?.textContent).toMatch(/WD_TWO.*Refused: Who requested it cannot approve it\./);
  expect(second?.textContent).toMatch(/WD_ONE.*Approved/);
  await person.click(within(shown).getByRole('button', { name: 'Close' }));
  expect(list.onSelect).toHaveBeenCalledWith([TWO]);
});

it('rejects with one reason for all, and not without it', async () => {
  desk.answer('withdrawals.rejectMany', ({ ids }) => ({
    results: ids.map((id) => result(id, { status: 'rejected' })),
  }));
  const person = open(BulkRejectDialog);
  const button = await screen.findByRole('button', { name: 'Reject 2 – returns $65.50' });
  await person.click(button);
  await screen.findByText('At least 3 characters.');
  expect(desk.inputsOf('withdrawals.rejectMany')).toEqual([]);
  await person.type(screen.getByRole('textbox', { name: /^Reason/ }), 'wrong address');
  await person.click(button);
  await screen.findByRole('dialog', { name: 'All 2 rejected' });
  expect(desk.inputsOf('withdrawals.rejectMany')).toEqual([{ ids: [ONE, TWO], reason: 'wrong address' }]);
});

it('stays open with the reason when the desk refuses the whole call', async () => {
  desk.answer('withdrawals.approveMany', () => {
    throw new Rejection('PAYOUTS_STOPPED', 'all payouts are stopped');
  });
  const person = open(BulkApproveDialog);
  await screen.findByText('$40.50');
  await person.click(await screen.findByRole('button', { name: /^Approve 2/ }));
  await screen.findByText(/payouts are stopped/i, { selector: '.MuiAlert-message' });
  expect(close).not.toHaveBeenCalled();
  await waitFor(() => expect(screen.getByRole('button', { name: /^Approve 2/ })).toBeDefined());
});
