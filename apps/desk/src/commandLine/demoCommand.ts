import { tryPort } from '@paydesk/embedded-database';
import { command, CommandFailure, withContext } from '@paydesk/server/command-line';
import { Payment, User, WithdrawalRequest } from '@paydesk/server/domain';
import { z } from 'zod';
import { DemoRefused, fillDemo } from '../demo/fillDemo.ts';

export const demoCommand = command({
  name: 'demo',
  summary: 'Fill an empty desk with two months of made-up business',
  options: {},
  input: z.object({}),
  async run(_input, context) {
    const { settings, note, progress } = context;
    const json = await withContext(context, { provider: false }, async ({ knex }) => {
      // A running simulator reads its journal at the start only: it would not know the demo's payments.
      if (settings.provider.simulated && (await tryPort(settings.simulator.port)) === null) {
        throw new CommandFailure(
          `The simulator runs on port ${settings.simulator.port}: stop the desk first, then fill it.`,
        );
      }
      const startedAt = performance.now();
      note('Simulating two months of business …');
      const colleague = await fillDemo(settings, knex, (done, total, day) =>
        progress(`${done} of ${total}, ${day}`),
      ).catch(fail);
      return {
        users: await User.query(knex).resultSize(),
        payments: await Payment.query(knex).resultSize(),
        withdrawals: await WithdrawalRequest.query(knex).resultSize(),
        seconds: Math.round((performance.now() - startedAt) / 100) / 10,
        colleague,
      };
    });
    const { colleague } = json;
    const second =
      colleague === null
        ? ''
        : `\nA colleague, for what takes two people: ${colleague.email}, password ${colleague.password}`;
    return {
      json,
      text: `${json.users} users, ${json.payments} payments and ${json.withdrawals} withdrawals, in ${json.seconds} s.${second}`,
    };
  },
});

function fail(error: unknown): never {
  throw error instanceof DemoRefused ? new CommandFailure(error.message) : error;
}
