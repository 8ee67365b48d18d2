import type { Can } from '@paydesk/types/rules';
import type { User } from '../providers/records.ts';

/** What may be done to a customer, as far as the row itself tells; the server decides in the end. */
export const userCan = {
  charge: (user: User): Can =>
    user.isFrozen
      ? { allowed: false, why: 'This user is frozen: no charge is possible.' }
      : { allowed: true },
  endSessions: (user: User): Can =>
    user.liveTokens === 0
      ? { allowed: false, why: 'No app holds a live token of this user.' }
      : { allowed: true },
  anonymize: (user: User): Can =>
    user.isAnonymized ? { allowed: false, why: 'This user is anonymised already.' } : { allowed: true },
};
