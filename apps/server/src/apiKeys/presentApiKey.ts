import type { apiKeyOutput, apiKeySecretOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { ApiKey } from '../models/ApiKey.ts';
import type { ApiKeySecret } from '../models/ApiKey.ts';

/** An API key as sent over the wire. Its `secrets` must be fetched, newest first. */
export function presentApiKey(k: ApiKey): z.infer<typeof apiKeyOutput> {
  const secrets = k.secrets ?? [];
  const isActive = k.revokedAt === null && isFuture(k.expiresAt);
  const lastUsed = secrets
    .filter((secret) => secret.lastUsedAt !== null)
    .toSorted((a, b) => Number(b.lastUsedAt) - Number(a.lastUsedAt))[0];
  return {
    id: k.id,
    name: k.name,
    prefix: secrets[0]?.prefix ?? '',
    scopes: k.scopes,
    isActive,
    lastUsedAt: iso(lastUsed?.lastUsedAt),
    lastUsedFrom: lastUsed?.lastUsedFrom ?? null,
    allowedAddresses: k.allowedAddresses,
    limits: k.limits,
    expiresAt: iso(k.expiresAt),
    revokedAt: iso(k.revokedAt),
    createdAt: k.createdAt.toISOString(),
    secretDueTo: secretDueTo(k),
    secrets: secrets.map((secret) => presentSecret(secret, isActive)),
  };
}

/** Who may still collect a secret once, alone; null: no one. */
export const secretDueTo = ({
  secretDueToStaffId,
  secretDueUntil,
}: Pick<ApiKey, 'secretDueToStaffId' | 'secretDueUntil'>): string | null =>
  secretDueUntil !== null && secretDueUntil > new Date() ? secretDueToStaffId : null;

function presentSecret(s: ApiKeySecret, isKeyActive: boolean): z.infer<typeof apiKeySecretOutput> {
  return {
    id: s.id,
    prefix: s.prefix,
    isLive: isKeyActive && isFuture(s.endsAt),
    endsAt: iso(s.endsAt),
    lastUsedAt: iso(s.lastUsedAt),
    lastUsedFrom: s.lastUsedFrom,
    createdAt: s.createdAt.toISOString(),
  };
}

const iso = (time: Date | null | undefined) => time?.toISOString() ?? null;
const isFuture = (time: Date | null) => time === null || time > new Date();
