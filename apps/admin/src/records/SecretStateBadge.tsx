import { Badge } from '../fields/Badge.tsx';
import { localTime } from '../fields/formats.ts';
import { t } from '../texts/t.ts';

interface Secret {
  isLive: boolean;
  endsAt: string | null;
}

/** Whether a secret is valid; after a rotation, until when the old one is or was. */
export function SecretStateBadge({ secret: { isLive, endsAt } }: { secret: Secret }) {
  if (endsAt === null) return <Badge color="success">{t('Current')}</Badge>;
  if (!isLive) return <Badge color="secondary">{t('Ended {time}', { time: localTime(endsAt) })}</Badge>;
  return <Badge color="warning">{t('Valid until {time}', { time: localTime(endsAt) })}</Badge>;
}
