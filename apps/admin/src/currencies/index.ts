import { lazy } from 'react';

export const currencies = {
  name: 'currencies',
  list: lazy(async () => ({ default: (await import('./CurrencyList.tsx')).CurrencyList })),
  show: lazy(async () => ({ default: (await import('./CurrencyShow.tsx')).CurrencyShow })),
  edit: lazy(async () => ({ default: (await import('./CurrencyEdit.tsx')).CurrencyEdit })),
  create: lazy(async () => ({ default: (await import('./CurrencyCreate.tsx')).CurrencyCreate })),
};
