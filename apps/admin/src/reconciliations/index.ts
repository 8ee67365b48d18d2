import { lazy } from 'react';

export const reconciliations = {
  name: 'reconciliations',
  list: lazy(async () => ({ default: (await import('./ReconciliationList.tsx')).ReconciliationList })),
  show: lazy(async () => ({ default: (await import('./ReconciliationShow.tsx')).ReconciliationShow })),
};
