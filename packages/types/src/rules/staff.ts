/** The states of an invitation, and of a link that resets a password. */
export const INVITE_STATES = ['open', 'used', 'revoked', 'expired'] as const;

/** Staff changes that give someone access, or more of it. A stolen session alone must not be enough for them. */
export const STAFF_ACTIONS = [
  'create',
  'invite',
  'reissueInvite',
  'resetPassword',
  'setRole',
  'reactivate',
  'setRule',
] as const;
export type StaffAction = (typeof STAFF_ACTIONS)[number];

/**
 * What a passkey signs beside the action: the person concerned, and what they get. The form and the command
 * write it the same way.
 */
export const staffActionSubject = (person: string, what: string | boolean = ''): string =>
  `${person.toLowerCase()}\n${what}`;
