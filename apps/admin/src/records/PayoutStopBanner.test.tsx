import { screen, waitFor } from '@testing-library/react';
import type { StaffRole } from '@paydesk/types/rules';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { securityOverview } from '../../test/rows.ts';
import { PayoutStopBanner } from './PayoutStopBanner.tsx';
import { StopPayoutsButton } from './StopPayoutsButton.tsx';

const STOP = {
  stoppedAt: '2026-11-03T10:00:00.000Z',
  stoppedBy: { id: '0198c0de-0000-7000-8000-0000000000b8', name: 'Olga Owner' },
  note: 'an address looks wrong',
};

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview());
});

function open(stop: typeof STOP | null, role: StaffRole = 'approver') {
  desk.answer('withdrawals.payoutState', () => ({ stop }));
  return renderPage(
    desk,
    <>
      <StopPayoutsButton />
      <PayoutStopBanner />
    </>,
    { role },
  ).person;
}

it('stops all payouts with a reason and the second factor, and then says so', async () => {
  const person = open(null, 'operator');
  desk.answer('withdrawals.stopPayouts', () => ({ stop: STOP }));
  await person.click(await screen.findByRole('button', { name: 'Stop all payouts' }));
  await person.type(await screen.findByRole('textbox', { name: /^Why/ }), STOP.note);
  desk.answer('withdrawals.payoutState', () => ({ stop: STOP }));
  await person.type(await screen.findByLabelText('Authentication code'), '123456');
  const banner = await screen.findByText('All payouts are stopped', { selector: '.MuiAlertTitle-root' });
  expect(banner.parentElement?.textContent).toContain('By Olga Owner');
  expect(banner.parentElement?.textContent).toContain(STOP.note);
  expect(desk.inputsOf('withdrawals.stopPayouts')).toEqual([
    { note: STOP.note, proof: { kind: 'totp', code: '123456' } },
  ]);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Stop all payouts' })).toBeNull());
});

it('offers to resume to those who may, which waits for another person', async () => {
  const person = open(STOP);
  desk.answer('withdrawals.resumePayouts', () => {
    throw new Rejection('CHANGE_REQUESTED', 'this waits for another person', {
      changeRequestId: '0198c0de-0000-7000-8000-0000000000c7',
      requiredApprovals: 1,
      notBefore: null,
      expiresAt: '2026-11-10T10:00:00.000Z',
    });
  });
  await person.click(await screen.findByRole('button', { name: 'Resume payouts' }));
  await person.type(await screen.findByRole('textbox', { name: /^Why it is safe/ }), 'it was checked');
  await person.type(await screen.findByLabelText('Authentication code'), '123456');
  await screen.findByRole('dialog', { name: 'Waiting for another person' });
});

it('offers operators no way to resume', async () => {
  open(STOP, 'operator');
  await screen.findByText('All payouts are stopped');
  expect(screen.queryByRole('button', { name: 'Resume payouts' })).toBeNull();
});

it('says nothing while payouts are not stopped', async () => {
  open(null);
  await screen.findByRole('button', { name: 'Stop all payouts' });
  expect(screen.queryByText('All payouts are stopped')).toBeNull();
});
