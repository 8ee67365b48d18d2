import type { Job } from '../context/job.ts';
import { closeDueChanges } from './closeDueChanges.ts';
import type { ActionPlans } from './governedAction.ts';

/** Applies change requests whose delay has passed, and expires the others. */
export const closeDueChangesJob = (plans: ActionPlans): Job => ({
  name: 'change-requests-close-due',
  everySeconds: 10,
  cron: '* * * * *',
  async run(ctx) {
    await closeDueChanges(ctx, plans);
  },
});
