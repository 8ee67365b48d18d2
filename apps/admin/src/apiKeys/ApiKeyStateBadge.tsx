import { Badge } from '../fields/Badge.tsx';
import type { ApiKey } from '../providers/records.ts';

/** Active, expired, or revoked. */
export function ApiKeyStateBadge({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revokedAt !== null) return <Badge color="danger">Revoked</Badge>;
  return apiKey.isActive ? <Badge color="success">Active</Badge> : <Badge color="secondary">Expired</Badge>;
}
