import { z } from 'zod';
import { tryPort } from '../../db/embedded/freePort.ts';
import { fillDemo } from '../../demo/fillDemo.ts';
import { Payment } from '../../models/Payment.ts';
import { User } from '../../models/User.ts';
import { WithdrawalRequest } from '../../models/WithdrawalRequest.ts';
import { command } from '../command.ts';
import { CommandFailure } from '../failure.ts';
import { withContext } from '../withContext.ts';

export const demoCommand = command({
  name: 'demo',
  summary: 'Fill an empty desk with two months of made-up business',
  options: {},
  input: z.object({}),
  async run(_input, surroundings) {
    const { settings, say, sayOver } = surroundings;
    const json = await withContext(surroundings, { provider: false }, async ({ knex }) => {
      // A simulator that runs already would never learn of payments that are written to its journal behind
      // its back.
      if (settings.provider.simulated && (await tryPort(settings.simulator.port)) === null) {
        throw new CommandFailure(
          `The simulator runs on port ${settings.simulator.port}: stop the desk first, then fill it.`,
        );
      }
      const startedAt = performance.now();
      say('Living through two months of business …');
      const colleague = await fillDemo(settings, knex, (done, total, day) =>
        sayOver(`${done} of ${total}, ${day}`),
      );
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
