import { payoutsResumeInput } from '@paydesk/types';
import { PayoutStop } from '../../models/PayoutStop.ts';
import { resumePayouts } from '../../withdrawals/stopPayouts.ts';
import { actionPlan } from './facts.ts';

/** One person stops all payouts; starting them again weakens what protects money. */
export const payoutPlans = {
  'withdrawals.resumePayouts': actionPlan({
    input: payoutsResumeInput,
    permission: 'payouts.resume',
    async assess(ctx, _actor, { note }) {
      const stop = await PayoutStop.findOpen(ctx.knex);
      return {
        needs: stop === undefined ? 'alone' : 'admin',
        summary: 'Resume all payouts',
        facts: [
          { label: 'Payouts', before: stop === undefined ? 'running' : stateOf(stop), after: 'running' },
        ],
        reason: note,
      };
    },
    async apply(ctx, maker, { note }) {
      await resumePayouts(ctx, maker, note);
      return { kind: 'system', id: 'payouts' };
    },
  }),
};

/** Names one stop: a later one, with the same words, is not what others agreed to end. */
const stateOf = ({ stoppedByName, stoppedAt, note }: PayoutStop): string =>
  `stopped by ${stoppedByName} at ${stoppedAt.toISOString()}: ${note}`;
