import { allowedIf } from './can.ts';

/** What may be done to a user in their current state. */
export const userCan = {
  charge: (user: { isFrozen: boolean }) =>
    allowedIf(!user.isFrozen, 'This user is frozen and cannot be charged.'),
  /** `liveTokens`: null when they were not counted. */
  endSessions: (user: { liveTokens: number | null }) =>
    allowedIf(user.liveTokens !== 0, 'This user has no active tokens.'),
  anonymize: (user: { isAnonymized: boolean }) =>
    allowedIf(!user.isAnonymized, 'This user is already anonymised.'),
  addNote: (user: { isAnonymized: boolean }) =>
    allowedIf(!user.isAnonymized, 'This user was anonymised: nothing more is written about them.'),
};
