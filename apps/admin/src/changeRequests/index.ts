import { lazy } from 'react';

export const changeRequests = {
  name: 'changeRequests',
  list: lazy(async () => ({ default: (await import('./ChangeRequestList.tsx')).ChangeRequestList })),
  show: lazy(async () => ({ default: (await import('./ChangeRequestShow.tsx')).ChangeRequestShow })),
};
