import { cancelPayment } from '../../../src/payments/cancelPayment.ts';
import { createPayment } from '../../../src/payments/createPayment.ts';
import { refreshPayment } from '../../../src/payments/refreshPayment.ts';
import { chargeFee } from '../../../src/transactions/chargeFee.ts';
import { chargeUser } from '../../../src/transactions/chargeUser.ts';
import { giveBonus } from '../../../src/transactions/giveBonus.ts';
import { refundCharge } from '../../../src/transactions/refundCharge.ts';
import { CHAOS_CURRENCIES } from '../desk/chaosDatabase.ts';
import { choose, chooseKey, noteCall, outcomeOf, usd, type Operation } from './operation.ts';

/** Users, and the apps that serve them. */
export const customerOperations = {
  createPayment: async (world, _view, step) => {
    const { key, input } = chooseKey(world, step, 'payment');
    const order = {
      userId: input.pick(world.users),
      amountUsd: usd(input.int(1500, 60_000)),
      currencyCode: input.pick(CHAOS_CURRENCIES),
    };
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) => await createPayment(ctx, world.service, { ...order, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(order), makes: 'payment', table: 'payments' }, attempt);
    return `${order.amountUsd} in ${order.currencyCode}${key === undefined ? '' : ` key ${key.slice(-1)}`}: ${outcomeOf(attempt)}`;
  },

  refreshPayment: async (world, view, step) => {
    const payment = choose(view.payments, step.at);
    if (payment === undefined) return 'nothing to ask about';
    return `${payment.id}: ${outcomeOf(await world.attempt(step.instance, step.crash, async (ctx) => await refreshPayment(ctx, payment.id)))}`;
  },

  cancelPayment: async (world, view, step) => {
    const payment = choose(
      view.payments.filter(({ parent_payment_id: parent }) => parent === null),
      step.at,
    );
    if (payment === undefined) return 'nothing to cancel';
    return `${payment.id}: ${outcomeOf(await world.attempt(step.instance, step.crash, async (ctx) => await cancelPayment(ctx, world.service, payment.id)))}`;
  },

  charge: async (world, _view, step) => {
    const { key, input } = chooseKey(world, step, 'charge');
    const charge = {
      userId: input.pick(world.users),
      amountUsd: usd(input.int(100, 20_000)),
      description: 'a service',
    };
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) => await chargeUser(ctx, world.service, { ...charge, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(charge), makes: 'charge', table: 'transactions' }, attempt);
    return `${charge.amountUsd}: ${outcomeOf(attempt)}`;
  },

  refund: async (world, view, step) => {
    const charge = choose(view.charges, step.at);
    if (charge === undefined) return 'nothing to refund';
    const whole = step.random.chance(0.4);
    const amountUsd = whole ? undefined : usd(step.random.int(50, 15_000));
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) => await refundCharge(ctx, world.service, { chargeId: charge.id, amountUsd }),
    );
    noteCall(world, { key: undefined, input: '', makes: 'refund', table: 'transactions' }, attempt);
    return `${amountUsd ?? 'the rest'} of ${charge.amount_usd}: ${outcomeOf(attempt)}`;
  },

  bonus: async (world, _view, step) => {
    const { key, input } = chooseKey(world, step, 'bonus');
    const gift = {
      userId: input.pick(world.users),
      amountUsd: usd(input.int(10_000, 90_000)),
      description: 'a gift',
    };
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) => await giveBonus(ctx, world.service, { ...gift, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(gift), makes: 'bonus', table: 'transactions' }, attempt);
    return `${gift.amountUsd}: ${outcomeOf(attempt)}`;
  },

  fee: async (world, _view, step) => {
    const { key, input } = chooseKey(world, step, 'fee');
    const fee = { userId: input.pick(world.users), amountUsd: usd(input.int(1, 2000)), description: 'a fee' };
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) => await chargeFee(ctx, world.service, { ...fee, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(fee), makes: 'fee', table: 'transactions' }, attempt);
    return `${fee.amountUsd}: ${outcomeOf(attempt)}`;
  },
} satisfies Record<string, Operation>;
