import { Badge } from '../fields/Badge.tsx';
import type { Staff } from '../providers/records.ts';

/** Whether a person has a second factor, and whether the role waits for it. */
export function SecondFactorBadge({ person: { passkeys, twoFactorEnabled, mustEnrol } }: { person: Staff }) {
  if (mustEnrol) return <Badge color="danger">Missing</Badge>;
  if (passkeys > 0) return <Badge color="success">{twoFactorEnabled ? 'Passkey, app' : 'Passkey'}</Badge>;
  return twoFactorEnabled ? <Badge color="success">App</Badge> : <Badge color="warning">Off</Badge>;
}
