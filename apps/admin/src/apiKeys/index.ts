import { lazy } from 'react';

export const apiKeys = {
  name: 'apiKeys',
  options: { label: 'API keys' },
  list: lazy(async () => ({ default: (await import('./ApiKeyList.tsx')).ApiKeyList })),
  show: lazy(async () => ({ default: (await import('./ApiKeyShow.tsx')).ApiKeyShow })),
};
