import { Badge } from '../fields/Badge.tsx';
import { localTime } from '../fields/formats.ts';

interface Secret {
  isLive: boolean;
  endsAt: string | null;
}

/** Whether a secret is valid; after a rotation, until when the old one is or was. */
export function SecretStateBadge({ secret: { isLive, endsAt } }: { secret: Secret }) {
  if (endsAt === null) return <Badge color="success">Current</Badge>;
  if (!isLive) return <Badge color="secondary">{`Ended ${localTime(endsAt)}`}</Badge>;
  return <Badge color="warning">{`Valid until ${localTime(endsAt)}`}</Badge>;
}
