import { hashPersonal } from '../base/hashPersonal.ts';

export type PersonalField = 'externalId' | 'username' | 'email';

/** The hashes of these fields of a user. */
export const hashFields = (
  secret: string,
  { id, ...user }: { id: string } & Record<PersonalField, string | null>,
  fields: readonly PersonalField[],
): Partial<Record<PersonalField, string | null>> =>
  Object.fromEntries(fields.map((field) => [field, hashPersonal(secret, { id, field, value: user[field] })]));
