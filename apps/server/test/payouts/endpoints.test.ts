import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { sendPayoutsJob } from '../../src/withdrawals/payouts/payouts.job.ts';
import { call, PUBLIC_URL, staffCaller, userCaller } from '../support/http.ts';
import { offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';
import { approvedWithdrawal, atProvider, simulated, payoutOf } from './payoutDesk.ts';

let deliverIpn: (url: string, headers: Record<string, string>, body: string) => Promise<number> = () =>
  Promise.resolve(500);
const desk = await testDesk({
  settings: testSettings({ PUBLIC_URL, PROVIDER_PAYOUTS: 'on' }),
  simulator: {
    ipnDelivery: async ({ url, headers, body }) => ({
      status: await deliverIpn(new URL(url).pathname, headers, body),
    }),
  },
});
await offerCurrencies(desk);
const app = await createApp(desk);
afterAll(async () => await app.close());
deliverIpn = async (url, headers, body) =>
  (await app.inject({ method: 'POST', url, headers, payload: body })).statusCode;
const bob = await staffCaller(desk, 'approver');

test('staff order a payout through the API, the worker sends it, and staff see the result', async () => {
  const withdrawal = await approvedWithdrawal(desk);
  expect(await call(app, bob, 'withdrawals.payOut', { id: withdrawal.id })).toMatchObject({
    status: 200,
    data: {
      status: 'processing',
      startedBy: { kind: 'staff' },
      payout: {
        status: 'ordered',
        providerPayoutId: null,
        orderedBy: expect.stringContaining('approver') as string,
      },
    },
  });
  await sendPayoutsJob.run(desk);
  const payout = await payoutOf(desk, withdrawal.id);
  expect(payout.status).toBe('sent');
  await desk.advance(11);
  await sendPayoutsJob.run(desk);
  const { hash, payoutId } = simulated(desk, payout);
  expect((await call(app, bob, 'withdrawals.get', { id: withdrawal.id })).data).toMatchObject({
    status: 'completed',
    transactionHash: hash,
    completedBy: { kind: 'staff' },
    payout: { status: 'finished', providerPayoutId: payoutId },
  });
  expect(
    (await call(app, await userCaller(desk, withdrawal.userId), 'withdrawals.get', { id: withdrawal.id }))
      .data,
  ).toMatchObject({ status: 'completed', transactionHash: hash, payout: null, startedBy: null });
  expect(atProvider(desk, payout)).toEqual({ created: 1, confirmed: 1, finished: 1 });
});

test('notifications reach the webhook through their callback URL', async () => {
  const withdrawal = await approvedWithdrawal(desk);
  await call(app, bob, 'withdrawals.payOut', { id: withdrawal.id });
  await desk.advance(60);
  await sendPayoutsJob.run(desk);
  await desk.simulator.resendPayoutIpn(simulated(desk, await payoutOf(desk, withdrawal.id)).payoutId);
  expect(desk.simulator.state().ipns.at(-1)).toMatchObject({
    payoutId: expect.any(String) as string,
    httpStatus: 200,
  });
  await sendPayoutsJob.run(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'finished' });
});

test('the metrics count payouts with an unknown outcome and failed ones', async () => {
  const metric = async (name: string) =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec((await app.inject('/metrics')).body)?.[1]);
  const [lost, refused] = [await approvedWithdrawal(desk), await approvedWithdrawal(desk)];
  await call(app, bob, 'withdrawals.payOut', { id: lost.id });
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  await sendPayoutsJob.run(desk);
  await desk.advance(120);
  expect([await metric('paydesk_payouts_unknown'), await metric('paydesk_payouts_failed')]).toEqual([1, 0]);
  expect(await metric('paydesk_payouts_unknown_seconds')).toBeGreaterThan(100);
  desk.simulator.setBalance('usdtbsc', '0');
  await call(app, bob, 'withdrawals.payOut', { id: refused.id });
  await sendPayoutsJob.run(desk);
  expect([await metric('paydesk_payouts_unknown'), await metric('paydesk_payouts_failed')]).toEqual([0, 1]);
});

test('with payouts switched off an order is refused and changes nothing', async () => {
  const other = await createApp({ ...desk, settings: testSettings({ PUBLIC_URL }) });
  const withdrawal = await approvedWithdrawal(desk);
  expect((await call(other, bob, 'withdrawals.payOut', { id: withdrawal.id })).error?.data).toMatchObject({
    reason: 'PAYOUTS_DISABLED',
    httpStatus: 412,
  });
  expect((await call(other, bob, 'withdrawals.get', { id: withdrawal.id })).data).toMatchObject({
    status: 'approved',
    payout: null,
  });
  await other.close();
});

test.each(['viewer', 'operator'] as const)('a %s cannot order a payout', async (role) => {
  const withdrawal = await approvedWithdrawal(desk);
  expect(
    (await call(app, await staffCaller(desk, role), 'withdrawals.payOut', { id: withdrawal.id })).error?.data,
  ).toMatchObject({ reason: 'PERMISSION_DENIED' });
});
