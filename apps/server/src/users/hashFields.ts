import { createHmac } from 'node:crypto';

export type PersonalField = 'externalId' | 'username' | 'email';

/** The hashes of these fields of a user. */
export const hashFields = (
  secret: string,
  { id, ...user }: { id: string } & Record<PersonalField, string | null>,
  fields: readonly PersonalField[],
): Partial<Record<PersonalField, string | null>> =>
  Object.fromEntries(
    fields.map((field) => [field, hashPersonal(secret, { userId: id, field, value: user[field] })]),
  );

/**
 * What the permanent audit log keeps of a name, e-mail address or external id that was changed or removed. It cannot be
 * read from there, but whoever has `PAYDESK_SECRET` can check a guess: docs/security.md says how. So a person who is
 * known from elsewhere can still be found after somebody has renamed and anonymised them.
 * @returns `hmac-sha256:` and 64 hex digits; null for no value
 */
function hashPersonal(
  secret: string,
  { userId, field, value }: { userId: string; field: PersonalField; value: string | null },
): string | null {
  if (value === null) return null;
  const digest = createHmac('sha256', secret).update(`${userId}\n${field}\n${value}`).digest('hex');
  return `hmac-sha256:${digest}`;
}
