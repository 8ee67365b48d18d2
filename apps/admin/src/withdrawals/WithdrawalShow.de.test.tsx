import { screen, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeDesk, Rejection } from '../../test/fakeDesk.ts';
import { startWithdrawalDesk } from '../../test/withdrawalDesk.ts';
import { decided, openWithdrawal } from '../../test/withdrawalInLanguage.tsx';

const BAND = '1400.00 USD is in the band from 1000.00 USD: 2 people must approve.';

let desk: FakeDesk;
beforeEach(() => {
  desk = startWithdrawalDesk();
});

const open = async (changes: Parameters<typeof openWithdrawal>[2]) =>
  await openWithdrawal(desk, 'Richtlinie', changes);

it('writes the policy’s reasons in the page’s language, with its amounts', async () => {
  await open({ decision: decided(BAND) });
  expect((await screen.findByText(/liegt in der Stufe/)).textContent).toBe(
    '1.400,00\u00A0$ liegt in der Stufe ab 1.000,00\u00A0$: 2 Personen müssen genehmigen.',
  );
});

it('says why a button is disabled', async () => {
  await open({
    withdrawal: { status: 'pending' },
    may: { approve: { allowed: false, why: 'The policy stops it: The user is frozen.' } },
  });
  const button = await screen.findByRole('button', { name: /^Genehmigen/ });
  const why = await screen.findByText('Die Richtlinie stoppt sie: Der Nutzer ist eingefroren.');
  expect(button.getAttribute('aria-describedby')).toBe(why.id);
});

it('says why a command was refused', async () => {
  desk.answer('withdrawals.approve', () => {
    throw new Rejection('SAME_PERSON', 'who requested a withdrawal cannot approve it: another person must');
  });
  const { person } = await open({ withdrawal: { status: 'pending' } });
  await person.click(await screen.findByRole('button', { name: /^Genehmigen/ }));
  const dialog = await screen.findByRole('dialog');
  await person.click(within(dialog).getByRole('button', { name: /^Genehmigen/ }));
  expect((await within(dialog).findByRole('alert')).textContent).toBe(
    'Wer eine Auszahlung beantragt hat, kann sie nicht genehmigen: Das muss eine andere Person tun.',
  );
});

it('shows what is no sentence of the server as it is', async () => {
  await open({ decision: decided('A newer server says so.') });
  expect((await screen.findByText('A newer server says so.')).tagName).toBe('BDI');
});
