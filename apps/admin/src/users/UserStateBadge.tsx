import { Badge } from '../fields/Badge.tsx';
import type { User } from '../providers/records.ts';

/** Frozen, anonymised, or active. */
export function UserStateBadge({ user }: { user: User }) {
  if (user.isAnonymized) return <Badge color="secondary">Anonymised</Badge>;
  return user.isFrozen ? <Badge color="danger">Frozen</Badge> : <Badge color="success">Active</Badge>;
}
