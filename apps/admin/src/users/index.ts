import { lazy } from 'react';

export const users = {
  name: 'users',
  list: lazy(async () => ({ default: (await import('./UserList.tsx')).UserList })),
  show: lazy(async () => ({ default: (await import('./UserShow.tsx')).UserShow })),
  create: lazy(async () => ({ default: (await import('./UserCreate.tsx')).UserCreate })),
  recordRepresentation: 'username',
};
