import {
  getInput,
  getManyInput,
  listOutput,
  paymentCreateInput,
  paymentIdInput,
  paymentListInput,
  paymentNoteInput,
  paymentOutput,
} from '@paydesk/types';
import { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import { permitted, refuseOtherUser, router } from '../trpc/procedure.ts';
import { acknowledgePayment } from './acknowledgePayment.ts';
import { cancelPayment } from './cancelPayment.ts';
import { createPayment } from './createPayment.ts';
import { listPayments } from './listPayments.ts';
import { markCompleted } from './markCompleted.ts';
import { markFailed } from './markFailed.ts';
import { presentPayment } from './presentPayment.ts';
import { refreshPayment } from './refreshPayment.ts';

export const paymentsRouter = router({
  list: permitted('payments.read')
    .input(paymentListInput)
    .output(listOutput(paymentOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listPayments(ctx.app, input, ctx.ownUserId);
      return { ...page, data: await present(ctx, rows) };
    }),
  get: permitted('payments.read')
    .input(getInput)
    .output(paymentOutput)
    .query(async ({ ctx, input }) => await one(ctx, await visible(ctx, input.id))),
  getMany: permitted('payments.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(paymentOutput) }))
    .query(async ({ ctx, input }) => {
      const query = Payment.query(ctx.app.knex).whereIn('id', input.ids);
      if (ctx.ownUserId !== null) void query.where('userId', ctx.ownUserId);
      return { data: await present(ctx, await query) };
    }),
  create: permitted('payments.create')
    .input(paymentCreateInput)
    .output(paymentOutput)
    .mutation(async ({ ctx, input }) => {
      refuseOtherUser(ctx.ownUserId, input.userId);
      return await one(ctx, await createPayment(ctx.app, ctx.actor, input));
    }),
  refresh: permitted('payments.refresh')
    .input(paymentIdInput)
    .output(paymentOutput)
    .mutation(async ({ ctx, input }) => {
      const payment = await visible(ctx, input.id);
      return await one(ctx, await refreshPayment(ctx.app, payment.id));
    }),
  confirm: permitted('payments.confirm')
    .input(paymentIdInput)
    .output(paymentOutput)
    .mutation(async ({ ctx, input }) => {
      const payment = await visible(ctx, input.id);
      return await one(ctx, await refreshPayment(ctx.app, payment.id));
    }),
  cancel: permitted('payments.cancel')
    .input(paymentIdInput)
    .output(paymentOutput)
    .mutation(async ({ ctx, input }) => {
      const payment = await visible(ctx, input.id);
      return await one(ctx, await cancelPayment(ctx.app, ctx.actor, payment.id));
    }),
  markCompleted: permitted('payments.settle')
    .input(paymentNoteInput)
    .output(paymentOutput)
    .mutation(
      async ({ ctx, input }) => await one(ctx, await markCompleted(ctx.app, ctx.actor, input.id, input.note)),
    ),
  markFailed: permitted('payments.settle')
    .input(paymentNoteInput)
    .output(paymentOutput)
    .mutation(
      async ({ ctx, input }) => await one(ctx, await markFailed(ctx.app, ctx.actor, input.id, input.note)),
    ),
  /** Takes the flag off a payment that a person has looked into. */
  acknowledge: permitted('payments.settle')
    .input(paymentNoteInput)
    .output(paymentOutput)
    .mutation(
      async ({ ctx, input }) =>
        await one(ctx, await acknowledgePayment(ctx.app, ctx.actor, input.id, input.note)),
    ),
});

interface Scope {
  app: AppContext;
  ownUserId: string | null;
  principal: Principal;
}

/** Another user's payment is as good as none. */
async function visible({ app, ownUserId }: Scope, id: string): Promise<Payment> {
  const payment = await Payment.query(app.knex).findById(id);
  if (payment === undefined || (ownUserId !== null && payment.userId !== ownUserId))
    throw new DomainError('NOT_FOUND', 'no such payment');
  return payment;
}

const one = async (scope: Scope, payment: Payment) =>
  (await present(scope, [payment]))[0] as z.infer<typeof paymentOutput>;

async function present({ app, principal }: Scope, payments: Payment[]) {
  const codes = [...new Set(payments.map((payment) => payment.currencyCode))];
  const currencies = new Map(
    (await Currency.query(app.knex).whereIn('code', codes)).map((currency) => [currency.code, currency]),
  );
  const view = { publicUrl: app.settings.publicUrl, withProviderData: principal.kind !== 'user' };
  return payments.map((payment) =>
    presentPayment(payment, currencies.get(payment.currencyCode) as Currency, view),
  );
}
