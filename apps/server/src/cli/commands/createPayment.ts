import { paymentCreateInput } from '@paydesk/types';
import { z } from 'zod';
import { COMMAND_LINE } from '../../base/actor.ts';
import { createPayment } from '../../payments/createPayment.ts';
import { command } from '../command.ts';
import { findUser } from '../findUser.ts';
import { showPayment } from '../showPayment.ts';
import { withContext } from '../withContext.ts';

const { amountUsd, currencyCode, description, idempotencyKey } = paymentCreateInput.shape;

export const createPaymentCommand = command({
  name: 'create-payment',
  summary: 'Ask for a deposit and show where to pay it',
  options: {
    user: { value: 'ID', help: 'The user’s id, or its id in your own app', required: true },
    amount: { value: 'USD', help: 'Such as 99.99', required: true },
    currency: { value: 'CODE', help: 'What it is paid in, such as USDTTRC20', required: true },
    description: { value: 'TEXT', help: 'For the payer and the list of payments' },
    'idempotency-key': { value: 'KEY', help: 'The same key gives the same payment again' },
  },
  input: z.object({
    user: z.string().trim().min(1),
    amount: amountUsd,
    currency: currencyCode,
    description,
    idempotencyKey,
  }),
  async run({ user, amount, currency, ...more }, context) {
    return await withContext(context, { provider: true }, async (ctx) => {
      const { id } = await findUser(ctx.knex, user);
      context.note('Asking the provider for an address …');
      return await showPayment(
        ctx,
        await createPayment(ctx, COMMAND_LINE, {
          userId: id,
          amountUsd: amount,
          currencyCode: currency,
          ...more,
        }),
      );
    });
  },
});
