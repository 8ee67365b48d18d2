import { idSchema, internalPaymentIdPattern } from '@paydesk/types';
import type { Knex } from 'knex';
import { z } from 'zod';
import { DomainError } from '../../base/domainError.ts';
import { Payment } from '../../models/Payment.ts';
import { refreshPayment } from '../../payments/refreshPayment.ts';
import { command } from '../command.ts';
import { showPayment } from '../showPayment.ts';
import { withContext } from '../withContext.ts';

export const paymentStatusCommand = command({
  name: 'payment-status',
  summary: 'Show what is known about a payment',
  argument: { name: 'id', help: 'Its id, its PAY_… number, or the provider’s id' },
  options: { refresh: { help: 'Ask the provider first' } },
  input: z.object({ id: z.string().trim().min(1), refresh: z.boolean().optional() }),
  async run({ id, refresh }, context) {
    return await withContext(context, { provider: refresh === true }, async (ctx) => {
      const payment = await findPayment(ctx.knex, id);
      if (refresh !== true) return await showPayment(ctx, payment);
      context.note('Asking the provider …');
      return await showPayment(ctx, await refreshPayment(ctx, payment.id));
    });
  },
});

async function findPayment(knex: Knex, id: string): Promise<Payment> {
  const payment = await Payment.query(knex).findOne(keyOf(id));
  if (payment === undefined) throw new DomainError('NOT_FOUND', `there is no payment ${id}`);
  return payment;
}

function keyOf(id: string): Partial<Payment> {
  if (idSchema.safeParse(id).success) return { id };
  return internalPaymentIdPattern.test(id) ? { internalPaymentId: id } : { providerPaymentId: id };
}
