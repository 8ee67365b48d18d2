import { cancelPayment } from '../../../src/payments/cancelPayment.ts';
import { createPayment } from '../../../src/payments/createPayment.ts';
import { refreshPayment } from '../../../src/payments/refreshPayment.ts';
import { chargeFee } from '../../../src/transactions/chargeFee.ts';
import { chargeUser } from '../../../src/transactions/chargeUser.ts';
import { giveBonus } from '../../../src/transactions/giveBonus.ts';
import { refundCharge } from '../../../src/transactions/refundCharge.ts';
import { CHAOS_CURRENCIES } from '../desk/chaosDatabase.ts';
import { choose, chooseKey, noteCall, told, usd, type Operation } from './operation.ts';

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
      async (desk) => await createPayment(desk, world.service, { ...order, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(order), makes: 'payment', table: 'payments' }, attempt);
    return `${order.amountUsd} in ${order.currencyCode}${key === undefined ? '' : ` key ${key.slice(-1)}`}: ${told(attempt)}`;
  },

  refreshPayment: async (world, view, step) => {
    const payment = choose(view.payments, step.at);
    if (payment === undefined) return 'nothing to ask about';
    return `${payment.id}: ${told(await world.attempt(step.instance, step.crash, async (desk) => await refreshPayment(desk, payment.id)))}`;
  },

  cancelPayment: async (world, view, step) => {
    const payment = choose(
      view.payments.filter(({ parent_payment_id: parent }) => parent === null),
      step.at,
    );
    if (payment === undefined) return 'nothing to cancel';
    return `${payment.id}: ${told(await world.attempt(step.instance, step.crash, async (desk) => await cancelPayment(desk, world.service, payment.id)))}`;
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
      async (desk) => await chargeUser(desk, world.service, { ...charge, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(charge), makes: 'charge', table: 'transactions' }, attempt);
    return `${charge.amountUsd}: ${told(attempt)}`;
  },

  refund: async (world, view, step) => {
    const charge = choose(view.charges, step.at);
    if (charge === undefined) return 'nothing to refund';
    const whole = step.random.chance(0.4);
    const amountUsd = whole ? undefined : usd(step.random.int(50, 15_000));
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (desk) => await refundCharge(desk, world.service, { chargeId: charge.id, amountUsd }),
    );
    noteCall(world, { key: undefined, input: '', makes: 'refund', table: 'transactions' }, attempt);
    return `${amountUsd ?? 'the rest'} of ${charge.amount_usd}: ${told(attempt)}`;
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
      async (desk) => await giveBonus(desk, world.service, { ...gift, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(gift), makes: 'bonus', table: 'transactions' }, attempt);
    return `${gift.amountUsd}: ${told(attempt)}`;
  },

  fee: async (world, _view, step) => {
    const { key, input } = chooseKey(world, step, 'fee');
    const fee = { userId: input.pick(world.users), amountUsd: usd(input.int(1, 2000)), description: 'a fee' };
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (desk) => await chargeFee(desk, world.service, { ...fee, idempotencyKey: key }),
    );
    noteCall(world, { key, input: JSON.stringify(fee), makes: 'fee', table: 'transactions' }, attempt);
    return `${fee.amountUsd}: ${told(attempt)}`;
  },
} satisfies Record<string, Operation>;
