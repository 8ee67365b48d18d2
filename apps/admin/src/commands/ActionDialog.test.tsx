import { screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import { ANNA, ledgerRow, payment, securityOverview, systemInfo } from '../../test/rows.ts';
import { queryClient } from '../providers/queryClient.ts';
import { ActionDialog } from './ActionDialog.tsx';

const REQUEST = '0198c0de-0000-7000-8000-0000000000f7';

let desk: FakeDesk;
beforeEach(() => {
  desk = startFakeDesk();
  desk.answer('security.overview', () => securityOverview());
  desk.answer('transactions.bonus', () => ledgerRow());
  desk.answer('payments.cancel', () => payment());
});

/** A page with an action that creates balance, and a routine one. */
function Page() {
  const [open, setOpen] = useState<'bonus' | 'cancel' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <button type="button" onClick={() => setOpen('bonus')}>
        Bonus…
      </button>
      <button type="button" onClick={() => setOpen('cancel')}>
        Cancel…
      </button>
      {open === 'bonus' && (
        <ActionDialog
          title="Give this user a bonus?"
          explain="Adds to the balance."
          facts={[['User', 'Anna Customer']]}
          fields={[{ name: 'amountUsd', label: 'Amount in USD', kind: 'usd', required: true }]}
          confirmLabel="Give bonus"
          action="transactions.bonus"
          input={({ amountUsd = '' }, idempotencyKey) => ({
            userId: ANNA,
            amountUsd,
            description: 'welcome',
            idempotencyKey,
          })}
          done="Posted"
          close={close}
        />
      )}
      {open === 'cancel' && (
        <ActionDialog
          title="Cancel this payment?"
          explain="Nothing moves."
          confirmLabel="Cancel payment"
          action="payments.cancel"
          input={() => ({ id: payment().id })}
          done="Payment cancelled"
          close={close}
        />
      )}
    </>
  );
}

const openBonusWith = async (provider: 'simulator' | 'real' = 'simulator'): Promise<UserEvent> =>
  await openBonus(renderPage(desk, <Page />, { provider }).person);

async function openBonus(person: UserEvent): Promise<UserEvent> {
  await person.click(screen.getByRole('button', { name: 'Bonus…' }));
  await person.type(await screen.findByRole('textbox', { name: /^Amount in USD/ }), '5000.00');
  return person;
}

const confirm = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Give bonus' });

describe('the second factor', () => {
  it('is asked for by an action whose class demands it, and sent with its input', async () => {
    const person = await openBonusWith();
    await person.type(await screen.findByLabelText('Authentication code'), '123456');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(desk.inputsOf('transactions.bonus')).toMatchObject([
      { userId: ANNA, amountUsd: '5000.00', proof: { kind: 'totp', code: '123456' } },
    ]);
  });

  it('is not asked for by a routine action', async () => {
    const { person } = renderPage(desk, <Page />);
    await person.click(screen.getByRole('button', { name: 'Cancel…' }));
    await person.click(await screen.findByRole('button', { name: 'Cancel payment' }));
    await waitFor(() => expect(desk.inputsOf('payments.cancel')).toEqual([{ id: payment().id }]));
    expect(desk.inputsOf('security.overview')).toEqual([]);
  });

  it('is not asked of a person without one while the simulator is in use', async () => {
    desk.answer('security.overview', () => securityOverview({ methods: [] }));
    const person = await openBonusWith();
    await waitFor(() => expect(confirm().disabled).toBe(false));
    await person.click(confirm());
    await waitFor(() => expect(desk.inputsOf('transactions.bonus')).toHaveLength(1));
    expect(desk.inputsOf('transactions.bonus')[0]).not.toHaveProperty('proof');
  });

  it('is waited for when Ctrl and Enter come before it is known that none is needed', async () => {
    const held = desk.hold('security.overview', () => securityOverview({ methods: [] }));
    const person = await openBonusWith();
    await person.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByRole('button', { name: 'Working…' });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Back' }).disabled).toBe(false);
    expect(desk.inputsOf('transactions.bonus')).toEqual([]);
    held.release();
    await screen.findByText('Posted');
    expect(desk.inputsOf('transactions.bonus')).toHaveLength(1);
  });

  it('is asked for, with the focus, when Ctrl and Enter come before it is known', async () => {
    const held = desk.hold('security.overview', () => securityOverview());
    const person = await openBonusWith();
    await person.keyboard('{Control>}{Enter}{/Control}');
    held.release();
    const code = await screen.findByLabelText('Authentication code');
    await waitFor(() => expect(document.activeElement).toBe(code));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(desk.inputsOf('transactions.bonus')).toEqual([]);
    expect(confirm().disabled).toBe(false);
  });

  it('is not skipped before it is known whether the provider is real', async () => {
    const { person } = renderPage(desk, <Page />);
    const held = desk.hold('system.info', () => systemInfo({ simulatorInUse: false }));
    queryClient.setQueryData(['security', 'overview'], securityOverview({ methods: [], isRequired: false }));
    await openBonus(person);
    await person.keyboard('{Control>}{Enter}{/Control}');
    held.release();
    await screen.findByRole('link', { name: /Set up a passkey/ });
    expect(desk.inputsOf('transactions.bonus')).toEqual([]);
  });

  it('has to be set up first with a real provider', async () => {
    desk.answer('security.overview', () => securityOverview({ methods: [], isRequired: false }));
    await openBonusWith('real');
    const link = await screen.findByRole('link', { name: /Set up a passkey/ });
    expect(link.getAttribute('href')).toBe('/security');
    expect(confirm().disabled).toBe(true);
  });
});

describe('an action that waits for another person', () => {
  const reject = (requiredApprovals: number, notBefore: string | null) =>
    desk.answer('transactions.bonus', () => {
      throw new Rejection('CHANGE_REQUESTED', 'this waits for another person', {
        changeRequestId: REQUEST,
        requiredApprovals,
        notBefore,
        expiresAt: '2026-11-10T10:00:00.000Z',
      });
    });

  it('is shown as an outcome that leads to the request, not as an error', async () => {
    reject(1, null);
    const person = await openBonusWith();
    await person.type(await screen.findByLabelText('Authentication code'), '123456');
    await screen.findByRole('dialog', { name: 'Waiting for another person' });
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('status').textContent).toContain('Nothing has changed yet.');
    expect(screen.getByRole('status').textContent).toContain('one more person has approved it');
    expect(screen.getByText('Anna Customer')).toBeDefined();
    const link = screen.getByRole('link', { name: 'Open the request' });
    expect(link.getAttribute('href')).toBe(`/changeRequests/${REQUEST}/show`);
    expect(document.activeElement).toBe(link);
    await person.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says when it takes effect if no one has to approve it', async () => {
    reject(0, '2026-11-04T10:00:00.000Z');
    const person = await openBonusWith();
    await person.type(await screen.findByLabelText('Authentication code'), '123456');
    await screen.findByRole('dialog', { name: 'Takes effect later' });
    expect(screen.getByRole('status').textContent).toContain('unless someone cancels it');
    expect(screen.getByRole('status').querySelector('time')?.dateTime).toBe('2026-11-04T10:00:00.000Z');
  });
});
