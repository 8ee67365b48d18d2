import { createHmac } from 'node:crypto';

/**
 * What the permanent audit log keeps of a name, e-mail address or external id: of one that was changed or removed, or
 * that a list was filtered by. It cannot be read from there, but whoever has `PAYDESK_SECRET` can check a guess:
 * docs/security.md says how. So a person who is known from elsewhere can still be found after somebody has renamed and
 * anonymised them.
 *
 * @param id of the row that the entry is about: equal values of two rows have different hashes
 * @returns `hmac-sha256:` and 64 hex digits; null for no value
 */
export function hashPersonal(
  secret: string,
  { id, field, value }: { id: string; field: string; value: string | null },
): string | null {
  if (value === null) return null;
  const digest = createHmac('sha256', secret).update(`${id}\n${field}\n${value}`).digest('hex');
  return `hmac-sha256:${digest}`;
}
