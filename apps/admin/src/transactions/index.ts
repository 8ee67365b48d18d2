import { lazy } from 'react';

export const transactions = {
  name: 'transactions',
  list: lazy(async () => ({ default: (await import('./TransactionList.tsx')).TransactionList })),
  show: lazy(async () => ({ default: (await import('./TransactionShow.tsx')).TransactionShow })),
};
