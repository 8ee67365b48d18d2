import {
  paymentCreateInput,
  paymentIdInput,
  paymentListInput,
  paymentMarkCompletedInput,
  paymentNoteInput,
  paymentOutput,
  paymentTotalsInput,
} from '@paydesk/types';
import { Payment } from '../models/Payment.ts';
import { paymentRows } from '../rowFilters/paymentRows.ts';
import { readerOf } from '../rowFilters/reader.ts';
import { totalsProcedure } from '../rowFilters/totalsProcedure.ts';
import { noteProcedure, notesFor } from '../trpc/notes.ts';
import { router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { refuseOtherUser, userIdOf } from '../trpc/userReference.ts';
import { acknowledgePayment } from './acknowledgePayment.ts';
import { cancelPayment } from './cancelPayment.ts';
import { createPayment } from './createPayment.ts';
import { listPayments } from './listPayments.ts';
import { markCompleted } from './markCompleted.ts';
import { markFailed } from './markFailed.ts';
import { presentPayments } from './presentPayment.ts';
import { refreshPayment } from './refreshPayment.ts';

const payments = defineResource({
  name: 'payment',
  permission: 'payments.read',
  listInput: paymentListInput,
  output: paymentOutput,
  list: async (scope, input) => await listPayments(scope.app, input, readerOf(scope)),
  query: (knex) => Payment.query(knex),
  userColumn: 'userId',
  present: async ({ app, principal }, rows) =>
    await presentPayments(app, rows, { forUser: principal.kind === 'user' }),
  details: async (scope, { id }) => await notesFor(scope, 'payment', id),
});

/** The list, for exports. */
export const paymentListing = payments.listing;

export const paymentsRouter = router({
  ...payments.procedures,
  /** Staff only: how many rows a filter leaves, and their sums. */
  totals: totalsProcedure('payments', paymentTotalsInput, paymentRows),
  create: payments.command(
    'payments.create',
    paymentCreateInput,
    async ({ app, actor, ownUserId }, input) => {
      const userId = userIdOf(input);
      refuseOtherUser(ownUserId, userId);
      return await createPayment(app, actor, { ...input, userId });
    },
  ),
  refresh: payments.command('payments.refresh', paymentIdInput, async (scope, { id }) => {
    const payment = await payments.find(scope, id);
    return await refreshPayment(scope.app, payment.id);
  }),
  confirm: payments.command('payments.confirm', paymentIdInput, async (scope, { id }) => {
    const payment = await payments.find(scope, id);
    return await refreshPayment(scope.app, payment.id);
  }),
  cancel: payments.command('payments.cancel', paymentIdInput, async (scope, { id }) => {
    const payment = await payments.find(scope, id);
    return await cancelPayment(scope.app, scope.actor, payment.id);
  }),
  markCompleted: payments.command(
    'payments.settle',
    paymentMarkCompletedInput,
    async ({ app, actor }, { id, note }) => markCompleted(app, actor, id, note),
  ),
  markFailed: payments.command('payments.settle', paymentNoteInput, async ({ app, actor }, { id, note }) =>
    markFailed(app, actor, id, note),
  ),
  /** Clears the flag of a payment that staff have looked into. */
  acknowledge: payments.command('payments.settle', paymentNoteInput, async ({ app, actor }, { id, note }) =>
    acknowledgePayment(app, actor, id, note),
  ),
  addNote: noteProcedure({
    subjectKind: 'payment',
    permission: 'payments.settle',
    require: async (scope, id) => await payments.find(scope, id),
  }),
});
