import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isPaydeskError } from '@paydesk/client';
import { startSandbox } from '@paydesk/testing';

/** @type {import('@paydesk/testing').DeskSandbox} */
let desk;
before(async () => {
  desk = await startSandbox();
});
after(async () => {
  await desk.expectInvariants();
  await desk.stop();
});

test('a customer tops up and buys', async () => {
  const customer = await desk.newUser();
  const received = await desk.webhooks.receive({ types: ['payment.credited'] });
  const payment = await desk.client.payments.create.mutate({
    userId: customer.id,
    amountUsd: '50.00',
    currencyCode: 'USDTTRC20',
  });

  await desk.payInFull(payment);
  assert.equal(await desk.balanceOf(customer), '50.00');
  assert.equal(received.events.length, 1);

  await desk.client.transactions.charge.mutate({ userId: customer.id, amountUsd: '9.99' });
  assert.equal(await desk.balanceOf(customer), '40.01');
});

test('money that comes after the expiry is credited all the same', async () => {
  const customer = await desk.newUser();
  const payment = await desk.client.payments.create.mutate({
    userId: customer.id,
    amountUsd: '50.00',
    currencyCode: 'USDTTRC20',
  });
  assert.equal((await desk.expire(payment)).status, 'expired');
  assert.equal((await desk.payLate(payment)).status, 'completed');
});

test('a lost notification delays the credit, and a repeated one credits once', async () => {
  const customer = await desk.newUser();
  const create = async () =>
    await desk.client.payments.create.mutate({
      userId: customer.id,
      amountUsd: '20.00',
      currencyCode: 'USDTTRC20',
    });

  await desk.faults.inject({ ipn: 'drop' });
  await desk.payInFull(await create());
  assert.equal(await desk.balanceOf(customer), '0.00');
  await desk.faults.clear();
  await desk.clock.advance({ minutes: 1 });
  assert.equal(await desk.balanceOf(customer), '20.00');

  await desk.faults.inject({ ipn: 'duplicate' });
  await desk.payInFull(await create());
  await desk.faults.clear();
  assert.equal(await desk.balanceOf(customer), '40.00');
});

test('a token of a browser ends after a day at the latest', async () => {
  const customer = await desk.newUser();
  const token = await desk.userToken(customer, { ttlSeconds: 3600 });
  const read = async () =>
    await fetch(`${desk.url}/api/v1/payments`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await read()).status, 200);
  await desk.clock.advance({ hours: 25 });
  assert.equal((await read()).status, 401);
});

test('one cannot spend what has not arrived', async () => {
  const customer = await desk.newUser();
  await assert.rejects(
    desk.client.transactions.charge.mutate({ userId: customer.id, amountUsd: '1.00' }),
    (error) => isPaydeskError(error, 'INSUFFICIENT_FUNDS'),
  );
});
