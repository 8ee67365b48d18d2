import { lazy } from 'react';

export const withdrawals = {
  name: 'withdrawals',
  list: lazy(async () => ({ default: (await import('./WithdrawalList.tsx')).WithdrawalList })),
  show: lazy(async () => ({ default: (await import('./WithdrawalShow.tsx')).WithdrawalShow })),
  create: lazy(async () => ({ default: (await import('./WithdrawalCreate.tsx')).WithdrawalCreate })),
};
