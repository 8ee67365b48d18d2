import type { apiKeyOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { ApiKey } from '../models/ApiKey.ts';

export function presentApiKey(k: ApiKey): z.infer<typeof apiKeyOutput> {
  const iso = (time: Date | null) => time?.toISOString() ?? null;
  return {
    id: k.id, name: k.name, prefix: k.prefix, scopes: k.scopes, isActive: k.revokedAt === null && (k.expiresAt === null || k.expiresAt > new Date()), lastUsedAt: iso(k.lastUsedAt),
    expiresAt: iso(k.expiresAt), revokedAt: iso(k.revokedAt), createdAt: k.createdAt.toISOString(),
  };
}
