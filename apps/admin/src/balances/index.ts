import { lazy } from 'react';

export const balances = {
  name: 'balances',
  list: lazy(async () => ({ default: (await import('./BalanceList.tsx')).BalanceList })),
  show: lazy(async () => ({ default: (await import('./BalanceShow.tsx')).BalanceShow })),
};
