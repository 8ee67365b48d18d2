import { hostname, userInfo } from 'node:os';
import { z } from 'zod';
import { systemActor } from '../../base/actor.ts';
import { startReconciliation } from '../../payments/startReconciliation.ts';
import { recordRestore } from '../../restores/recordRestore.ts';
import { command } from '../command.ts';
import { facts } from '../table.ts';
import { withContext } from '../withContext.ts';

const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 400;

export const restoredCommand = command({
  name: 'restored',
  summary:
    'Record that the database was restored to an earlier time, before a server or worker runs on it: stops payouts, searches orders, skips event numbers',
  options: {
    to: {
      value: 'TIME',
      help: 'The time that it was restored to, such as 2026-11-29T10:15:00Z',
      required: true,
    },
    note: { value: 'TEXT', help: 'Why, for the audit log' },
  },
  input: z.object({
    to: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    note: z.string().trim().min(3).max(2000).default('Restored from a backup'),
  }),
  async run({ to, note }, context) {
    const restore = await withContext(context, { provider: false }, async (ctx) => {
      const recorded = await recordRestore(ctx, { restoredBy: whoRunsThis(), restoredTo: to, note });
      const lostMs = recorded.restoredAt.getTime() - recorded.historyEndsAt.getTime();
      const days = Math.min(Math.ceil(lostMs / DAY_MS) + 1, MOST_DAYS);
      // The provider's list needs the account's login; the worker carries it out.
      if (ctx.settings.provider.login !== null)
        await startReconciliation(ctx, systemActor('command line'), { days });
      return recorded;
    });
    return {
      json: restore,
      text: facts({
        'Restored to': restore.restoredTo.toISOString(),
        'Last entry from before': restore.historyEndsAt.toISOString(),
        'Last seal': restore.lastSealSeq,
        'Event numbers continue after': restore.eventsContinueAfter,
        Payouts: 'stopped until staff resume them',
        Next: 'docs/operate/restore.md',
      }),
    };
  },
});

/** The account and the machine, for the record. */
export function whoRunsThis(): string {
  return `${accountName()}@${hostname()}`.slice(0, 200);
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
