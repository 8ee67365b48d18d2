import { screen } from '@testing-library/react';
import { WithdrawalShow } from '../src/withdrawals/WithdrawalShow.tsx';
import type { FakeDesk } from './fakeDesk.ts';
import { renderPage } from './renderPage.tsx';
import { review, WITHDRAWAL } from './rows.ts';

/** The decision of a policy with one reason, as the server writes it. */
export const decided = (message: string) => ({
  ...review().decision,
  reasons: [{ rule: 'approvals', effect: 'pass' as const, message }],
});

/** Opens a withdrawal's page, and waits for its panel of the policy, which has this name in the page's language. */
export async function openWithdrawal(
  desk: FakeDesk,
  policy: string,
  changes: NonNullable<Parameters<typeof review>[0]>,
) {
  desk.answer('withdrawals.review', () => review(changes));
  const page = renderPage(desk, <WithdrawalShow />, {
    role: 'approver',
    path: `/withdrawals/${WITHDRAWAL}/show`,
    route: '/withdrawals/:id/show',
  });
  await screen.findByRole('region', { name: policy });
  return page;
}
