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
  await openWithdrawal(desk, 'السياسة', changes);

it('writes the policy’s reasons in the page’s language, with its amounts', async () => {
  await open({ decision: decided(BAND) });
  expect((await screen.findByText(/في الشريحة/)).textContent).toBe(
    'المبلغ \u20661,400.00\u00A0US$\u2069 في الشريحة ابتداءً من \u20661,000.00\u00A0US$\u2069: عدد من يجب أن يعتمدوا: \u20682\u2069.',
  );
});

it('says why a button is disabled', async () => {
  await open({
    withdrawal: { status: 'pending' },
    may: { approve: { allowed: false, why: 'The policy stops it: The user is frozen.' } },
  });
  const button = await screen.findByRole('button', { name: /^اعتماد/ });
  const why = await screen.findByText('توقفه السياسة: المستخدم مجمَّد.');
  expect(button.getAttribute('aria-describedby')).toBe(why.id);
});

it('says why a command was refused', async () => {
  desk.answer('withdrawals.approve', () => {
    throw new Rejection('SAME_PERSON', 'who requested a withdrawal cannot approve it: another person must');
  });
  const { person } = await open({ withdrawal: { status: 'pending' } });
  await person.click(await screen.findByRole('button', { name: /^اعتماد/ }));
  const dialog = await screen.findByRole('dialog');
  await person.click(within(dialog).getByRole('button', { name: /^اعتماد/ }));
  expect((await within(dialog).findByRole('alert')).textContent).toBe(
    'من طلب سحبًا لا يمكنه اعتماده: يجب أن يفعل ذلك شخص آخر.',
  );
});

it('shows what is no sentence of the server as it is', async () => {
  await open({ decision: decided('A newer server says so.') });
  expect((await screen.findByText(/A newer server/)).textContent).toBe('\u2068A newer server says so.\u2069');
});
