import { lazy } from 'react';

export const SecurityPage = lazy(async () => ({
  default: (await import('./SecurityPage.tsx')).SecurityPage,
}));
