import type { IpnRequest } from '@paydesk/simulator';
import { Decimal } from '@paydesk/types';
import { systemActor } from '../../../src/base/actor.ts';
import { syncCurrencies } from '../../../src/currencies/syncCurrencies.ts';
import { chaosProvider } from '../desk/chaosDatabase.ts';
import type { Instance } from '../desk/instance.ts';
import type { World } from '../schedule/world.ts';
import { choose, outcomeOf, usd, WATCHED_MS, type Operation, type Step } from './operation.ts';

const PAID = ['finished', 'partially_paid'];
const WRONG_ANSWERS = [
  'wrong_currency',
  'wrong_price',
  'wrong_price_currency',
  'wrong_address',
  'wrong_order',
  'no_memo',
  'no_amount',
  'future_time',
  'absurd_amount',
] as const;
const CALLBACK = 'http://localhost:3000/webhooks/nowpayments';

/** Faults of the provider, and forged notifications. */
export const providerOperations = {
  ipnFault: async (world, _view, step) => {
    const ipn = step.random.pick(['drop', 'duplicate', 'reorder', 'forge', 'delay', null] as const);
    await world.simulator.setFaults({ ipn, count: step.random.int(1, 4) });
    return String(ipn);
  },

  /** The next answers and notifications about payments are wrong in one field. */
  answerFault: async (world, _view, step) => {
    const answer = step.random.pick(WRONG_ANSWERS);
    if (answer === 'wrong_order') world.ordersDenied = true;
    await world.simulator.setFaults({ answer, count: step.random.int(1, 5) });
    return answer;
  },

  /** A list of currencies with odd rows: the others are imported all the same. */
  syncOddRows: async (world, _view, step) => {
    const attempt = await world.attempt(step.instance, step.crash, async (ctx) => {
      const fullCurrencies = async () => {
        const rows = await ctx.provider.fullCurrencies();
        const [first] = rows;
        return first === undefined
          ? rows
          : [{ ...first, code: 'usdt-x' }, ...rows, { ...first, network: 'bsc' }];
      };
      return await syncCurrencies(
        { ...ctx, provider: { ...ctx.provider, fullCurrencies } },
        systemActor('chaos'),
        {},
      );
    });
    if (attempt.outcome === 'ok' && attempt.value.skipped.length !== 2)
      world.problems.push(`a sync left out ${JSON.stringify(attempt.value.skipped)}`);
    return outcomeOf(attempt);
  },

  /**
   * The next calls to the provider meet these, one each; so a lost answer can be followed by an outage that
   * hides what it left behind.
   */
  httpFault: async (world, _view, step) => {
    const coming = Array.from({ length: step.random.int(1, 6) }, () =>
      step.random.pick(['500', '429', 'timeout', 'lost_response', 'lost_response', null] as const),
    );
    world.comingFaults.splice(0, Infinity, ...coming);
    return coming.join(', ');
  },

  resendIpn: async (world, _view, step) => {
    const sent = choose(world.sentIpns, step.at);
    if (sent === undefined) return 'nothing was sent yet';
    const status = await deliver(world, step, sent);
    return `an old notification again: ${status}`;
  },

  forgeIpn: async (world, _view, step) => {
    const sent = choose(world.sentIpns, step.at);
    if (sent === undefined) return 'nothing to forge';
    const body = sent.body
      .replace(/"actually_paid":[0-9.]+/, '"actually_paid":99999')
      .replace(/"payment_status":"[a-z_]+"/, '"payment_status":"finished"')
      .replace(/"status":"[A-Z_]+"/, '"status":"FINISHED"');
    const status = await deliver(world, step, { ...sent, body });
    if (body !== sent.body && status !== 401 && status !== 'died')
      world.problems.push(`a forged notification was answered ${status}`);
    return `forged: ${status}`;
  },

  /** A status that the documentation does not have. */
  unknownStatus: async (world, view, step) =>
    await quirk(world, choose(roots(world), step.at), step, {
      payment_status: step.random.pick(['on_hold', 'under_review']),
    }),

  closeEarly: async (world, view, step) => {
    const waiting = roots(world).filter(
      ({ status, depositedAmount }) => status === 'waiting' && depositedAmount === null,
    );
    return await quirk(world, choose(waiting, step.at), step, {
      payment_status: step.random.pick(['expired', 'failed']),
    });
  },

  refundByProvider: async (world, view, step) => {
    const arrived = roots(world).filter(
      ({ depositedAmount, actuallyPaid }) => depositedAmount !== null && actuallyPaid !== '0',
    );
    return await quirk(world, choose(arrived, step.at), step, { payment_status: 'refunded' });
  },

  /** More arrives, and the provider counts it on the same payment. */
  growAmount: async (world, view, step) => {
    const payment = choose(
      roots(world).filter(({ status }) => PAID.includes(status)),
      step.at,
    );
    const factor = step.random.pick(['1.0001', '1.1', '2']);
    return await quirk(world, payment, step, {
      actually_paid:
        payment === undefined
          ? '0'
          : new Decimal(payment.actuallyPaid).times(factor).toDecimalPlaces(6, Decimal.ROUND_UP).toFixed(),
    });
  },

  /** A payment that was created at the provider without the desk, with the desk's account and callback. */
  unmatchedPayment: async (world, _view, step) => {
    const { apiKey } = chaosProvider();
    const body = JSON.stringify({
      price_amount: usd(step.random.int(1500, 9000)),
      price_currency: 'usd',
      pay_currency: 'usdtbsc',
      order_id: `foreign-${step.random.int(1, 1e9)}`,
      ipn_callback_url: CALLBACK,
    });
    const request = {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body,
    };
    const answer = await world.simulator.fetch('http://127.0.0.1/v1/payment', request).catch(() => null);
    if (answer?.ok !== true) return 'not made';
    const { payment_id: id } = (await answer.json()) as { payment_id: string };
    await world.simulator.deposit(id, { amount: 'full' });
    return id;
  },
} satisfies Record<string, Operation>;

const roots = (world: World) =>
  world.simulator
    .state()
    .payments.filter(
      ({ parentPaymentId, createdAt }) => parentPaymentId === null && world.now() - createdAt < WATCHED_MS,
    );

async function quirk(
  world: World,
  payment: { paymentId: string } | undefined,
  step: Step,
  change: Record<string, string>,
): Promise<string> {
  if (payment === undefined) return 'no such payment';
  await world.simulator.setStatus(payment.paymentId, { ...change, send_ipn: step.random.chance(0.7) });
  return `${payment.paymentId} ${JSON.stringify(change)}`;
}

async function deliver(world: World, step: Step, ipn: IpnRequest): Promise<number | 'died'> {
  try {
    const status = await (world.instances[step.instance % 2] as Instance).notify(step.crash, ipn);
    if (status === 500) world.problems.push('the webhook answered 500');
    return status;
  } catch {
    return 'died';
  }
}
