import { lazy } from 'react';

export const payments = {
  name: 'payments',
  list: lazy(async () => ({ default: (await import('./PaymentList.tsx')).PaymentList })),
  show: lazy(async () => ({ default: (await import('./PaymentShow.tsx')).PaymentShow })),
  create: lazy(async () => ({ default: (await import('./PaymentCreate.tsx')).PaymentCreate })),
};
