import { userIdInput } from '@paydesk/types';
import { DomainError } from '../../base/domainError.ts';
import { User } from '../../models/User.ts';
import { anonymizeUser, lastWithdrawalAt, RECENT_DAYS } from '../../users/anonymizeUser.ts';
import { actionPlan, newFact } from './facts.ts';

const DAY_MS = 24 * 3_600_000;

/** Removing who a user was: whoever helped a user to money must not be the one who makes them unknown. */
export const userPlans = {
  'users.anonymize': actionPlan({
    input: userIdInput,
    permission: 'users.anonymize',
    async assess(ctx, _actor, { id }) {
      const user = await User.query(ctx.knex).findById(id);
      if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
      const last = user.anonymizedAt === null ? await lastWithdrawalAt(ctx.knex, id) : null;
      const recentSince = ctx.clock.now().getTime() - RECENT_DAYS * DAY_MS;
      return {
        needs: last !== null && last.getTime() >= recentSince ? 'person' : 'alone',
        // Not the name: a request stays for good.
        summary: `Anonymise the user ${id}`,
        // A time, and not how many there were lately: that changes by itself while the request waits.
        facts: [newFact('Last withdrawal', last?.toISOString() ?? null)],
        subject: { kind: 'user', id },
      };
    },
    async apply(ctx, maker, { id }) {
      await anonymizeUser(ctx, maker, id);
      return { kind: 'user', id };
    },
  }),
};
