import { z } from 'zod';
import { verifyLedger, type LedgerFault } from '../../ledger/verifyLedger.ts';
import { command } from '../command.ts';
import { findUser } from '../findUser.ts';
import { withDesk } from '../withDesk.ts';

const DAMAGED = 2;

export const verifyCommand = command({
  name: 'verify',
  summary: 'Compute every hash and balance of the ledger again; exit code 2 if one is wrong',
  options: { user: { value: 'ID', help: 'Only this user’s, by id or by its id in your own app' } },
  input: z.object({ user: z.string().trim().min(1).optional() }),
  async run({ user }, surroundings) {
    const verdict = await withDesk(surroundings, { provider: false }, async ({ knex }) => {
      const only = user === undefined ? undefined : (await findUser(knex, user)).id;
      surroundings.say('Walking the ledger …');
      return await verifyLedger(knex, only);
    });
    const { users, transactions, firstBad } = verdict;
    const text = firstBad === null ? `The ledger is in order: ${transactions} transactions of ${users} users, every hash and every balance as it should be.` : `The ledger is damaged. ${firstBadText(firstBad)}`;
    return { json: { ok: firstBad === null, ...verdict }, text, exitCode: firstBad === null ? 0 : DAMAGED };
  },
});

function firstBadText({ userId, transactionId, seq, problem }: LedgerFault): string {
  return transactionId === null ? `First bad balance: user ${userId}: ${problem}.` : `First bad row: transaction ${transactionId} (number ${seq} of user ${userId}): ${problem}.`;
}
