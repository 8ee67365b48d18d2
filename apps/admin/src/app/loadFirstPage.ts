/** The pages that links of the desk, of colleagues and of bookmarks lead to most. */
const LISTS: Record<string, () => Promise<unknown>> = {
  '': () => import('../dashboard/Dashboard.tsx'),
  payments: () => import('../payments/PaymentList.tsx'),
  withdrawals: () => import('../withdrawals/WithdrawalList.tsx'),
  suspense: () => import('../suspense/SuspenseList.tsx'),
  users: () => import('../users/UserList.tsx'),
  transactions: () => import('../transactions/TransactionList.tsx'),
};
const SHOWS: Record<string, () => Promise<unknown>> = {
  payments: () => import('../payments/PaymentShow.tsx'),
  withdrawals: () => import('../withdrawals/WithdrawalShow.tsx'),
  suspense: () => import('../suspense/SuspenseShow.tsx'),
  users: () => import('../users/UserShow.tsx'),
};

/** Loads the code of the page that the address names, while the app around it is still starting. */
export function loadFirstPage(): void {
  const [resource = '', ...rest] =
    location.hash
      .replace(/^#?\/?/, '')
      .split('?')[0]
      ?.split('/') ?? [];
  const load = (rest.length === 0 ? LISTS : rest.at(-1) === 'show' ? SHOWS : {})[resource];
  // Whoever opens the page loads it again, and sees why it fails.
  void load?.().catch(() => undefined);
}
