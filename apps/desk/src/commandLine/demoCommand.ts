import { tryPort } from '@paydesk/embedded-database';
import { command, CommandFailure, withContext, withDatabase } from '@paydesk/server/command-line';
import { Payment, Transaction, User, WithdrawalRequest } from '@paydesk/server/domain';
import { z } from 'zod';
import { MAX_ROWS, MIN_ROWS } from '../demo/bulk/bulkPlan.ts';
import { fillBulk } from '../demo/bulk/fillBulk.ts';
import { DemoRefused } from '../demo/demoRefused.ts';
import { fillDemo } from '../demo/fillDemo.ts';

export const demoCommand = command({
  name: 'demo',
  summary: 'Fill an empty desk with two months of made-up business, or with very many rows',
  options: {
    rows: { value: 'N', help: `So many postings over a year and a half, ${MIN_ROWS} or more` },
  },
  input: z.object({ rows: z.coerce.number().int().min(MIN_ROWS).max(MAX_ROWS).optional() }),
  async run({ rows }, context) {
    const { settings, note, progress } = context;
    const json = await withContext(context, { provider: false }, async ({ knex }) => {
      // A running simulator reads its journal at the start only: it would not know the demo's payments.
      if (settings.provider.simulated && (await tryPort(settings.simulator.port)) === null) {
        throw new CommandFailure(
          `The simulator runs on port ${settings.simulator.port}: stop the desk first, then fill it.`,
        );
      }
      const startedAt = performance.now();
      let colleague: Awaited<ReturnType<typeof fillDemo>> = null;
      if (rows === undefined) {
        note('Simulating two months of business …');
        colleague = await fillDemo(settings, knex, (done, total, day) =>
          progress(`${done} of ${total}, ${day}`),
        ).catch(fail);
      } else {
        note(`Filling the desk with ${rows} postings. Interrupted, the same command goes on …`);
        ({ colleague } = await fillBulk(settings, knex, rows, progress).catch(fail));
        progress('vacuum and statistics');
        // Without them the first queries would be planned for empty tables.
        await withDatabase(context, 'owner', async (owner) => await owner.raw('vacuum analyze'));
      }
      return {
        users: await User.query(knex).resultSize(),
        payments: await Payment.query(knex).resultSize(),
        withdrawals: await WithdrawalRequest.query(knex).resultSize(),
        postings: await Transaction.query(knex).resultSize(),
        seconds: Math.round((performance.now() - startedAt) / 100) / 10,
        colleague,
      };
    });
    const { colleague, users, payments, withdrawals, postings, seconds } = json;
    const second =
      colleague === null
        ? ''
        : `\nA colleague, for what takes two people: ${colleague.email}, password ${colleague.password}`;
    return {
      json,
      text: `${users} users, ${payments} payments, ${withdrawals} withdrawals and ${postings} postings, in ${seconds} s.${second}`,
    };
  },
});

function fail(error: unknown): never {
  throw error instanceof DemoRefused ? new CommandFailure(error.message) : error;
}
