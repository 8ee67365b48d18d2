/** What lets somebody in, or further in: a stolen session must not be able to do it alone. */
export const STAFF_DEEDS = [
  'create',
  'invite',
  'reissueInvite',
  'resetPassword',
  'setRole',
  'reactivate',
  'setRule',
] as const;
export type StaffDeed = (typeof STAFF_DEEDS)[number];

/**
 * What a passkey signs beside the deed: whom it is about, and what they get. The page and the verb write it
 * the same way.
 */
export const staffDeedSubject = (whom: string, what: string | boolean = ''): string =>
  `${whom.toLowerCase()}\n${what}`;
