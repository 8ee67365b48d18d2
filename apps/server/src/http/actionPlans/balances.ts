import {
  adjustInput,
  bonusInput,
  Decimal,
  formatUsd,
  paymentMarkCompletedInput,
  refundInput,
  suspenseCan,
  suspenseCreditInput,
  usdDisplay,
} from '@paydesk/types';
import type { Assessment } from '../../changeRequests/governedAction.ts';
import { DomainError } from '../../base/domainError.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payment } from '../../models/Payment.ts';
import { SuspenseItem } from '../../models/SuspenseItem.ts';
import { Transaction } from '../../models/Transaction.ts';
import { User } from '../../models/User.ts';
import { markCompleted, requireCompletable } from '../../payments/markCompleted.ts';
import { creditSuspense, valueOf } from '../../suspense/creditSuspense.ts';
import { adjustBalance } from '../../transactions/adjustBalance.ts';
import { giveBonus } from '../../transactions/giveBonus.ts';
import { refundCharge } from '../../transactions/refundCharge.ts';
import { userIdOf } from '../../trpc/userReference.ts';
import { currencyName } from './currencyName.ts';
import { actionPlan, newFact } from './facts.ts';

/** Actions that create balance: alone up to the limits of one person. */
export const balancePlans = {
  'transactions.adjust': actionPlan({
    input: adjustInput,
    permission: 'transactions.adjust',
    async assess(ctx, _actor, input) {
      const summary = `Adjust the balance of ${await nameOf(ctx, userIdOf(input))} by ${usdDisplay(input.amountUsd)}`;
      const assessment = {
        ...(await credit(ctx, userIdOf(input), input.amountUsd, summary)),
        reason: input.reason,
      };
      return new Decimal(input.amountUsd).greaterThan(0)
        ? assessment
        : // A debit creates no balance.
          { ...assessment, needs: 'alone' as const };
    },
    apply: async (ctx, maker, input) =>
      transaction(await adjustBalance(ctx, maker, { ...input, userId: userIdOf(input) })),
  }),
  'transactions.bonus': actionPlan({
    input: bonusInput,
    permission: 'transactions.bonus',
    async assess(ctx, _actor, input) {
      const summary = `Give ${await nameOf(ctx, userIdOf(input))} a bonus of ${usdDisplay(input.amountUsd)}`;
      return { ...(await credit(ctx, userIdOf(input), input.amountUsd, summary)), reason: input.description };
    },
    apply: async (ctx, maker, input) =>
      transaction(await giveBonus(ctx, maker, { ...input, userId: userIdOf(input) })),
  }),
  'transactions.refund': actionPlan({
    input: refundInput,
    permission: 'transactions.refund',
    async assess(ctx, _actor, input) {
      const charge = await Transaction.query(ctx.knex).findById(input.chargeId);
      if (charge === undefined) throw new DomainError('NOT_FOUND', 'no such transaction');
      if (charge.transactionType !== 'payment')
        throw new DomainError('NOT_A_CHARGE', 'only a charge can be refunded');
      // The rest of the charge is at most the whole of it.
      const amountUsd = input.amountUsd ?? formatUsd(new Decimal(charge.amountUsd).negated());
      const summary = `Refund ${usdDisplay(amountUsd)} to ${await nameOf(ctx, charge.userId)}`;
      return { ...(await credit(ctx, charge.userId, amountUsd, summary)), reason: input.description };
    },
    apply: async (ctx, maker, input) => transaction(await refundCharge(ctx, maker, input)),
  }),
  'payments.markCompleted': actionPlan({
    input: paymentMarkCompletedInput,
    permission: 'payments.settle',
    async assess(ctx, _actor, { id, note }) {
      const payment = await Payment.query(ctx.knex).findById(id);
      if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
      requireCompletable(payment);
      const amountUsd = formatUsd(payment.amountUsd);
      return {
        needs: 'amount',
        amountUsd,
        summary: `Mark the payment ${payment.internalPaymentId} of ${usdDisplay(amountUsd)} as completed`,
        facts: [
          await userFact(ctx, payment.userId),
          newFact('Credited', amountUsd),
          { label: 'Status', before: payment.status, after: 'completed' },
        ],
        reason: note,
        subject: { kind: 'payment', id },
      };
    },
    async apply(ctx, maker, { id, note }) {
      await markCompleted(ctx, maker, id, note);
      return { kind: 'payment', id };
    },
  }),
  'suspense.credit': actionPlan({
    input: suspenseCreditInput,
    permission: 'suspense.resolve',
    async assess(ctx, _actor, input): Promise<Assessment> {
      const item = await SuspenseItem.query(ctx.knex).findById(input.id);
      if (item === undefined) throw new DomainError('NOT_FOUND', 'no such suspense item');
      const can = suspenseCan.resolve(item);
      // A repeat with its key is answered by the command.
      if (!can.allowed && input.idempotencyKey === undefined)
        throw new DomainError('SUSPENSE_RESOLVED', can.why);
      const userId = item.userId ?? input.userId;
      if (userId === undefined)
        throw new DomainError('SUSPENSE_WITHOUT_USER', 'choose the user that this money belongs to');
      const amountUsd = can.allowed ? valueOf(item, input.amountUsd) : formatUsd(item.amountUsd);
      return {
        needs: 'amount',
        amountUsd,
        summary: `Credit ${usdDisplay(amountUsd)} from suspense to ${await nameOf(ctx, userId)}`,
        facts: [
          await userFact(ctx, userId),
          { label: 'Value in USD', before: formatUsd(item.amountUsd), after: amountUsd },
          newFact('Arrived', `${item.amount} ${await currencyName(ctx, item.currencyCode)}`),
        ],
        reason: input.note,
        subject: { kind: 'suspense', id: input.id },
      };
    },
    async apply(ctx, maker, input) {
      await creditSuspense(ctx, maker, input);
      return { kind: 'suspense', id: input.id };
    },
  }),
};

const credit = async (ctx: AppContext, userId: string, amountUsd: string, summary: string) => ({
  needs: 'amount' as const,
  amountUsd,
  summary,
  facts: [await userFact(ctx, userId), newFact('Amount in USD', amountUsd)],
  subject: { kind: 'user', id: userId },
});

async function findUser(ctx: AppContext, userId: string): Promise<User> {
  const user = await User.query(ctx.knex).findById(userId);
  if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
  return user;
}

/** A name alone could be that of several users. */
async function nameOf(ctx: AppContext, userId: string): Promise<string> {
  const { username, externalId } = await findUser(ctx, userId);
  return `${username} (${externalId})`;
}

const userFact = async (ctx: AppContext, userId: string) =>
  newFact('User', `${await nameOf(ctx, userId)}, id ${userId}`);

const transaction = ({ id }: Transaction) => ({ kind: 'transaction', id });
