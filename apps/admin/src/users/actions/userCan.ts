import type { Can } from '@paydesk/types/rules';
import type { User } from '../../providers/records.ts';

/** Which actions the state of a customer allows. The server checks again. */
export const userCan = {
  charge: (user: User): Can =>
    user.isFrozen ? { allowed: false, why: 'This user is frozen and cannot be charged.' } : { allowed: true },
  endSessions: (user: User): Can =>
    user.liveTokens === 0 ? { allowed: false, why: 'This user has no active tokens.' } : { allowed: true },
  anonymize: (user: User): Can =>
    user.isAnonymized ? { allowed: false, why: 'This user is already anonymised.' } : { allowed: true },
};
