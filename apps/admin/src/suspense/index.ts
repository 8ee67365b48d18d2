import { lazy } from 'react';

export const suspense = {
  name: 'suspense',
  list: lazy(async () => ({ default: (await import('./SuspenseList.tsx')).SuspenseList })),
  show: lazy(async () => ({ default: (await import('./SuspenseShow.tsx')).SuspenseShow })),
};
