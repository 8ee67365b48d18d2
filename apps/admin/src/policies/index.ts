import { lazy } from 'react';

export const policies = {
  name: 'policies',
  list: lazy(async () => ({ default: (await import('./PolicyPage.tsx')).PolicyPage })),
  show: lazy(async () => ({ default: (await import('./PolicyShow.tsx')).PolicyShow })),
  create: lazy(async () => ({ default: (await import('./PolicyEditor.tsx')).PolicyEditor })),
};
