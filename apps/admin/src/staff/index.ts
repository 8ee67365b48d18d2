import { lazy } from 'react';

export const staff = {
  name: 'staff',
  list: lazy(async () => ({ default: (await import('./StaffList.tsx')).StaffList })),
  show: lazy(async () => ({ default: (await import('./StaffShow.tsx')).StaffShow })),
  recordRepresentation: 'name',
};
