import { lazy } from 'react';
import { t } from '../texts/t.ts';

export const apiKeys = {
  name: 'apiKeys',
  options: { label: t('API keys') },
  list: lazy(async () => ({ default: (await import('./ApiKeyList.tsx')).ApiKeyList })),
  show: lazy(async () => ({ default: (await import('./ApiKeyShow.tsx')).ApiKeyShow })),
};
