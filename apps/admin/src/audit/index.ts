import { lazy } from 'react';

export const audit = {
  name: 'audit',
  list: lazy(async () => ({ default: (await import('./AuditList.tsx')).AuditList })),
  show: lazy(async () => ({ default: (await import('./AuditShow.tsx')).AuditShow })),
};
