import { beforeEach, expect, test } from 'vitest';
import { createClaimWatch } from '../../src/base/claimWatch.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { takeClaim } from '../../src/payments/addressClaim.ts';
import { checkDuePayments } from '../../src/payments/checkDuePayments.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { expectWholeBooks, refusalOf } from '../support/money.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);

/** Milliseconds by which the time of day has jumped, and by which the processes have run on. */
let jumpedMs = 0;
let ranMs = 0;
let alarms: string[] = [];
let keys = 0;

beforeEach(() => {
  jumpedMs = 0;
  ranMs = 0;
  alarms = [];
});

/** A process on the desk's database: its own memory, the same clocks. */
function startProcess(): AppContext {
  const clock = {
    now: () => new Date(desk.clock.now().getTime() + jumpedMs + ranMs),
    elapsedMs: () => desk.clock.elapsedMs() + ranMs,
  };
  const log = { ...desk.log, error: (fields: { alarm?: string }) => void alarms.push(fields.alarm ?? '') };
  return {
    ...desk,
    clock,
    claimWatch: createClaimWatch(clock),
    provider: { ...desk.provider },
    log: Object.assign(Object.create(desk.log) as AppContext['log'], log),
  };
}

const shop = actors.service();

async function order({ withKey = true } = {}) {
  const user = await newUser(desk);
  const input = {
    userId: user.id,
    amountUsd: '30.00',
    currencyCode: 'USDTBSC',
    ...(withKey && { idempotencyKey: `order-${(keys += 1)}` }),
  };
  return {
    user,
    askOn: async (ctx: AppContext) => await createPayment(ctx, shop, input),
    row: async () => await Payment.query(desk.knex).findOne({ userId: user.id }).throwIfNotFound(),
  };
}

const providerPayments = () => desk.simulator.state().paymentsTotal;

/** A process that stops for good at its create: before the request is sent, or after. */
function startDoomed(when: 'before' | 'after'): { ctx: AppContext; stopped: Promise<void> } {
  const ctx = startProcess();
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const create = ctx.provider.createPayment;
  ctx.provider.createPayment = async (request, options) => {
    if (when === 'after') await create(request, options);
    resolve();
    return await new Promise<never>(() => {});
  };
  return { ctx, stopped };
}

/** A process whose create is held up until `go`. */
function startSlow() {
  const ctx = startProcess();
  const reached = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const create = ctx.provider.createPayment;
  ctx.provider.createPayment = async (request, options) => {
    reached.resolve();
    await held.promise;
    return await create(request, options);
  };
  return { ctx, reached: reached.promise, go: held.resolve };
}

test('while the time of day jumps during a create, no other caller sends a second', async () => {
  const before = providerPayments();
  const { askOn, row } = await order();
  const slow = startSlow();
  const first = askOn(slow.ctx);
  await slow.reached;
  const other = startProcess();
  await refreshPayment(other, (await row()).id);
  jumpedMs = 2 * 3_600_000;
  const second = askOn(other);
  await refreshPayment(other, (await row()).id);
  expect(await row()).toMatchObject({ status: 'pending', providerPaymentId: null });
  slow.go();
  expect((await first).payAddress).toBe((await second).payAddress);
  expect(providerPayments()).toBe(before + 1);
});

test.each(['before', 'after'] as const)(
  'a caller that died %s its request was sent is followed by another, which searches first: one payment, one address',
  async (when) => {
    const before = providerPayments();
    const { askOn, row } = await order();
    const doomed = startDoomed(when);
    void askOn(doomed.ctx);
    await doomed.stopped;
    const other = startProcess();
    await refreshPayment(other, (await row()).id);
    ranMs += 49_000;
    await refreshPayment(other, (await row()).id);
    expect(await row()).toMatchObject({ providerPaymentId: null });
    ranMs += 2000;
    const payment = await askOn(other);
    expect(payment).toMatchObject({ status: 'pending', payAddress: expect.stringMatching(/^0x/) });
    expect(providerPayments()).toBe(before + 1);
  },
);

test('of two that find a dead caller at the same time, exactly one takes over', async () => {
  const before = providerPayments();
  const { askOn, row } = await order();
  const doomed = startDoomed('before');
  void askOn(doomed.ctx);
  await doomed.stopped;
  const others = [startProcess(), startProcess(), startProcess()];
  for (const other of others) await refreshPayment(other, (await row()).id);
  ranMs += 51_000;
  const payments = await Promise.all(others.map(askOn));
  expect(new Set(payments.map(({ payAddress }) => payAddress)).size).toBe(1);
  expect(providerPayments()).toBe(before + 1);
});

test('a claim that was just taken over is not taken again by whoever read the row before', async () => {
  const { askOn, row } = await order();
  const doomed = startDoomed('before');
  void askOn(doomed.ctx);
  await doomed.stopped;
  const intent = await row();
  const [first, second] = [startProcess(), startProcess()];
  for (const ctx of [first, second]) expect(await takeClaim(ctx, intent)).toBeNull();
  ranMs += 51_000;
  expect(await takeClaim(first, intent)).not.toBeNull();
  expect(await takeClaim(second, intent)).toBeNull();
});

test('whoever watched a dead caller for long watches its follower from the start', async () => {
  const { askOn, row } = await order();
  const doomed = startDoomed('before');
  void askOn(doomed.ctx);
  await doomed.stopped;
  const [patient, follower] = [startProcess(), startSlow()];
  for (const ctx of [patient, follower.ctx]) await refreshPayment(ctx, (await row()).id);
  ranMs += 51_000;
  const payment = askOn(follower.ctx);
  await follower.reached;
  const { issueClaim } = await row();
  await refreshPayment(patient, (await row()).id);
  expect(await row()).toMatchObject({ issueClaim });
  follower.go();
  expect(await payment).toMatchObject({ payAddress: expect.stringMatching(/^0x/) });
});

test('the worker follows a caller that died, without anyone asking', async () => {
  const before = providerPayments();
  const { askOn, row } = await order();
  const doomed = startDoomed('after');
  void askOn(doomed.ctx);
  await doomed.stopped;
  const worker = startProcess();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    ranMs += 31_000;
    await checkDuePayments(worker);
  }
  expect(await row()).toMatchObject({ status: 'pending', payAddress: expect.stringMatching(/^0x/) });
  expect(providerPayments()).toBe(before + 1);
});

test('a create that would be sent too late is not sent at all', async () => {
  const before = providerPayments();
  const { askOn } = await order();
  const slow = startSlow();
  const first = refusalOf(askOn(slow.ctx));
  await slow.reached;
  ranMs += 30_000;
  slow.go();
  expect(await first).toBe('PROVIDER_UNAVAILABLE');
  expect(providerPayments()).toBe(before);
  expect(await askOn(startProcess())).toMatchObject({ payAddress: expect.stringMatching(/^0x/) });
  expect(providerPayments()).toBe(before + 1);
});

test('whoever has lost the claim neither releases it nor closes the payment', async () => {
  const { askOn, row } = await order();
  const slow = startSlow();
  const first = refusalOf(askOn(slow.ctx));
  await slow.reached;
  const taker = startProcess();
  await refreshPayment(taker, (await row()).id);
  ranMs += 51_000;
  const next = startSlow();
  next.ctx.claimWatch = taker.claimWatch;
  const second = askOn(next.ctx);
  await next.reached;
  const { issueClaim } = await row();
  slow.go();
  expect(await first).toBe('PROVIDER_UNAVAILABLE');
  expect(await row()).toMatchObject({ status: 'pending', issueClaim });
  next.go();
  expect(await second).toMatchObject({ status: 'pending', payAddress: expect.stringMatching(/^0x/) });
});

test('whoever has lost the claim of a payment without a key does not close it', async () => {
  const { askOn, row } = await order({ withKey: false });
  const slow = startSlow();
  const first = refusalOf(askOn(slow.ctx));
  await slow.reached;
  const taker = startProcess();
  await refreshPayment(taker, (await row()).id);
  ranMs += 51_000;
  await refreshPayment(taker, (await row()).id);
  slow.go();
  expect(await first).toBe('PROVIDER_UNAVAILABLE');
  expect(await row()).toMatchObject({ status: 'pending', providerStatus: null });
});

test('a second payment at the provider is shown to no one, raises an alarm, and its money goes to suspense', async () => {
  const { askOn, row, user } = await order();
  const hasty = startProcess();
  const create = hasty.provider.createPayment;
  hasty.provider.createPayment = async (request, options) => {
    const winner = await create(request, options);
    await receiveReport(hasty, 'list', winner);
    return await create(request, options);
  };
  const { payAddress, providerPaymentId } = await askOn(hasty);
  expect(await row()).toMatchObject({ payAddress, providerPaymentId });
  expect(alarms).toEqual(['SECOND_PROVIDER_PAYMENT']);
  const orderId = (await row()).internalPaymentId;
  const second = desk.simulator
    .state()
    .payments.find((payment) => payment.orderId === orderId && payment.paymentId !== providerPaymentId);
  await desk.simulator.deposit(second?.paymentId ?? '', { amount: 'full' });
  await receiveReport(desk, 'ipn', await desk.provider.getPayment(second?.paymentId ?? ''));
  expect(await SuspenseItem.query(desk.knex).where({ userId: user.id })).toMatchObject([
    { reason: 'unknown_payment', status: 'open', amountUsd: '30.00' },
  ]);
  expect(await row()).toMatchObject({ status: 'pending', creditedAmountUsd: '0' });
  await expectWholeBooks(desk);
});
