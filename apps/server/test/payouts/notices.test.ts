import { signIpn } from '@paydesk/simulator';
import { fastify } from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { sendFailure } from '../../src/http/uniformErrors.ts';
import { payoutsWebhook } from '../../src/withdrawals/payouts/payouts.webhook.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { expectWholeBooks } from '../support/money.ts';
import {
  atProvider,
  expectPaid,
  orderedPayout,
  payoutDesk,
  payoutOf,
  settle,
  simulated,
  work,
} from './payoutDesk.ts';

interface Ipn {
  url: string;
  headers: Record<string, string>;
  body: string;
}
const sent: Ipn[] = [];
let deliver: (ipn: Ipn) => Promise<number> = () => Promise.resolve(200);
const desk = await payoutDesk({
  stepMs: 1000,
  ipnDelivery: async (ipn) => {
    sent.push(ipn);
    return { status: await deliver(ipn) };
  },
});
const app = fastify({ logger: false });
app.setErrorHandler(async (error, request, reply) => await sendFailure(desk, error, request, reply));
payoutsWebhook(app, desk);
afterAll(async () => await app.close());

const knock = async ({ url, headers, body }: Ipn) =>
  await app.inject({ method: 'POST', url: new URL(url).pathname, headers, payload: body });
deliver = async (ipn) => (await knock(ipn)).statusCode;

/** A payout that is confirmed at the provider, with the notifications so far removed. */
async function sentPayout() {
  const order = await orderedPayout(desk);
  await work(desk);
  sent.length = 0;
  return { ...order, payoutId: simulated(desk, order.payout).payoutId };
}

test.each(['duplicate', 'reorder', 'delay', 'drop', null] as const)(
  'with the fault %s on notifications a payout is paid once and completed once',
  async (ipn) => {
    await desk.simulator.setFaults({ ipn });
    const { withdrawal, payout } = await orderedPayout(desk);
    for (let second = 0; second < 60; second += 1) {
      await work(desk);
      await desk.advance(1);
    }
    await desk.simulator.setFaults({ ipn: null });
    expect(await settle(desk, payout.id)).toMatchObject({ status: 'finished' });
    await expectPaid(desk, withdrawal.id, payout, true);
    expect(atProvider(desk, payout)).toEqual({ created: 1, confirmed: 1, finished: 1 });
  },
);

test('a notification makes the worker query at once, and decides nothing by itself', async () => {
  const { withdrawal, payout, payoutId } = await sentPayout();
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'sent' });
  expect(await runPayoutStep(desk)).toBe(false);
  await desk.simulator.setPayoutStatus(payoutId, { status: 'FINISHED' });
  await desk.simulator.setPayoutStatus(payoutId, { status: 'SENDING', send_ipn: false });
  expect(await runPayoutStep(desk)).toBe(true);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'sent', providerStatus: 'sending' });
  await desk.simulator.setPayoutStatus(payoutId, { status: 'FINISHED' });
  await work(desk);
  await expectPaid(desk, withdrawal.id, payout, true);
});

test('late and repeated notifications of a payout that is paid change nothing', async () => {
  const { withdrawal, payout, payoutId } = await sentPayout();
  await desk.simulator.setPayoutStatus(payoutId, { status: 'PROCESSING' });
  await desk.simulator.setPayoutStatus(payoutId, { status: 'FINISHED' });
  await work(desk);
  const before = await payoutOf(desk, withdrawal.id);
  for (const ipn of [...sent, ...sent])
    expect((await knock(ipn)).json()).toEqual({ ok: true, outcome: 'known' });
  await work(desk);
  expect(await payoutOf(desk, withdrawal.id)).toEqual(before);
  await expectPaid(desk, withdrawal.id, payout, true);
});

test('a forged notification is refused, whatever its content', async () => {
  const { withdrawal, payout, payoutId } = await sentPayout();
  await desk.simulator.setFaults({ ipn: 'forge', count: 1 });
  await desk.simulator.setPayoutStatus(payoutId, { status: 'FINISHED', send_ipn: false });
  await desk.simulator.setPayoutStatus(payoutId, { status: 'SENDING' });
  expect(desk.simulator.state().ipns.at(-1)).toMatchObject({ payoutId, fault: 'forge', httpStatus: 401 });
  const body = JSON.stringify({ id: payoutId, batch_withdrawal_id: '1', status: 'FINISHED', hash: '0x1' });
  for (const headers of [
    {},
    { 'x-nowpayments-sig': 'f'.repeat(128) },
    { 'x-nowpayments-sig': signIpn(body, 'another secret') },
  ] as Record<string, string>[]) {
    expect(
      (await knock({ url: 'http://desk.test/webhooks/nowpayments/payouts/x', headers, body })).statusCode,
    ).toBe(401);
  }
  expect(await runPayoutStep(desk)).toBe(false);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ id: payout.id, status: 'sent' });
});

test('a signed notification about no payout, or about an unknown one, is answered and changes nothing', async () => {
  const signed = (body: string) => ({
    url: 'http://desk.test/webhooks/nowpayments/payouts/x',
    headers: { 'x-nowpayments-sig': signIpn(body, desk.settings.provider.ipnSecret) },
    body,
  });
  expect((await knock(signed('{"payment_id":1,"payment_status":"finished"}'))).json()).toEqual({
    reason: 'NOT_A_PAYOUT',
  });
  expect((await knock(signed('{"id":"1","batch_withdrawal_id":"2","status":"FINISHED"}'))).json()).toEqual({
    ok: true,
    outcome: 'unknown_payout',
  });
});

test('for an order whose answer was lost a notification brings the provider’s ids', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  await runPayoutStep(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'unknown', providerBatchId: null });
  await desk.simulator.tick();
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'unknown',
    providerPayoutId: simulated(desk, payout).payoutId,
  });
  await work(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'sent', missingAnswers: 0 });
});

test('an order that seemed not to have been sent is not sent again after a notification about it', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  await runPayoutStep(desk);
  // As if the answer had meant that nothing was sent.
  await desk
    .knex('payouts')
    .where({ id: payout.id })
    .update({ status: 'ordered', next_attempt_at: desk.clock.now() });
  await desk.simulator.tick();
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'unknown', attempts: 1 });
  expect(await settle(desk, payout.id)).toMatchObject({ status: 'finished', attempts: 1 });
  expect(atProvider(desk, payout)).toEqual({ created: 1, confirmed: 1, finished: 1 });
});

test('a signed notification with an order’s id but other contents changes nothing', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const body = JSON.stringify({
    id: '77',
    batch_withdrawal_id: '78',
    status: 'CREATING',
    currency: 'usdtbsc',
    address: `0x${'1'.repeat(40)}`,
    amount: '48.5',
    extra_id: null,
    ipn_callback_url: `${desk.settings.publicUrl}/webhooks/nowpayments/payouts/${payout.id}`,
  });
  const answer = await knock({
    url: 'http://desk.test/webhooks/nowpayments/payouts/x',
    headers: { 'x-nowpayments-sig': signIpn(body, desk.settings.provider.ipnSecret) },
    body,
  });
  expect(answer.json()).toEqual({ ok: true, outcome: 'unknown_payout' });
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'ordered', providerPayoutId: null });
});

test('after all notifications the books are consistent', async () => await expectWholeBooks(desk));
