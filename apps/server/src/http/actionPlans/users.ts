import { userIdInput } from '@paydesk/types';
import { DomainError } from '../../base/domainError.ts';
import { User } from '../../models/User.ts';
import { anonymizeUser, countRecentWithdrawals, RECENT_DAYS } from '../../users/anonymizeUser.ts';
import { actionPlan, newFact } from './facts.ts';

/** Removing who a user was: whoever helped a user to money must not be the one who makes them unknown. */
export const userPlans = {
  'users.anonymize': actionPlan({
    input: userIdInput,
    permission: 'users.anonymize',
    async assess(ctx, _actor, { id }) {
      const user = await User.query(ctx.knex).findById(id);
      if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
      const withdrawals = user.anonymizedAt === null ? await countRecentWithdrawals(ctx, id) : 0;
      return {
        needs: withdrawals > 0 ? 'person' : 'alone',
        // Not the name: a request stays for good.
        summary: `Anonymise the user ${id}`,
        facts: [newFact(`Withdrawals in the last ${RECENT_DAYS} days`, String(withdrawals))],
        subject: { kind: 'user', id },
      };
    },
    async apply(ctx, maker, { id }) {
      await anonymizeUser(ctx, maker, id);
      return { kind: 'user', id };
    },
  }),
};
