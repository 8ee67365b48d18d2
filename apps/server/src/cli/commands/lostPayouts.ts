import { z } from 'zod';
import { LostPayout } from '../../models/LostPayout.ts';
import { settleLostPayout } from '../../withdrawals/payouts/settleLostPayout.ts';
import { command } from '../command.ts';
import { table } from '../table.ts';
import { withContext } from '../withContext.ts';
import { whoRunsThis } from './restored.ts';

export const lostPayoutsCommand = command({
  name: 'lost-payouts',
  summary:
    'List the payouts that the provider made before a restore and the database does not know; settle one that no withdrawal stands for',
  options: {
    settle: {
      value: 'ID',
      help: 'The provider’s id of a payout whose amount its user’s balance no longer has',
    },
    note: { value: 'TEXT', help: 'With --settle: what it was and what was done about it, for the audit log' },
  },
  input: z
    .object({
      settle: z
        .string()
        .regex(/^\d{1,20}$/)
        .optional(),
      note: z.string().trim().min(3).max(2000).optional(),
    })
    .refine(({ settle, note }) => (settle === undefined) === (note === undefined), {
      message: '--settle and --note come together',
    }),
  async run({ settle, note }, context) {
    const rows = await withContext(context, { provider: false }, async (ctx) => {
      if (settle !== undefined && note !== undefined)
        await settleLostPayout(ctx, { providerPayoutId: settle, note, settledBy: whoRunsThis() });
      return await LostPayout.query(ctx.knex)
        .select('lostPayouts.*')
        .select(ctx.knex.raw('is_lost_payout_open(lost_payouts) as is_open'))
        .orderBy('foundAt');
    });
    return {
      json: rows,
      text:
        rows.length === 0
          ? 'There are none.'
          : table([
              ['Payout', 'State', 'Amount', 'Currency', 'Address', 'Transaction', 'Provider'],
              ...rows.map((row) => [
                row.providerPayoutId,
                'isOpen' in row && row.isOpen === true ? 'open' : (row.settledNote ?? 'recorded'),
                row.amount ?? '?',
                row.currencyCode,
                row.address ?? '?',
                row.transactionHash ?? '–',
                row.providerStatus,
              ]),
            ]),
    };
  },
});
