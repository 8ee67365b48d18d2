import { createPaydeskClient, idempotencyKeyFor, isPaydeskError, type Payment } from '@paydesk/client';
import { expect, test } from 'vitest';
import { pay } from '../support/fullDesk.ts';
import { appCaller, httpDesk, userCaller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const ada = await newUser(desk, 'ada');
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const secretOf = (caller: Record<string, string>) => (caller['authorization'] ?? '').replace('Bearer ', '');
const shop = createPaydeskClient({
  url,
  apiKey: secretOf(await appCaller(desk, ['payments.read', 'transactions.charge', 'users.read'])),
});

test('the client reads every row of a list once, over the desk’s own pages', async () => {
  const created: Payment['id'][] = [];
  for (let i = 0; i < 5; i += 1) created.push((await newPayment(desk, ada.id, '20.00')).id);
  const read: Payment['id'][] = [];
  for await (const payment of shop.payments.iterate({ filter: { userId: ada.id }, perPage: 2 }))
    read.push(payment.id);
  expect(read.toSorted()).toEqual(created.toSorted());
});

test('a repeated charge with the same key acts once, and a refusal has its reason', async () => {
  await pay(desk, await newPayment(desk, ada.id, '100.00'));
  const charge = {
    userId: ada.id,
    amountUsd: '30.00',
    idempotencyKey: idempotencyKeyFor('charge', 'Zoë’s invoice', 7),
  };
  const first = await shop.transactions.charge.mutate(charge);
  expect((await shop.transactions.charge.mutate(charge)).id).toBe(first.id);
  const failure = await shop.transactions.charge
    .mutate({ userId: ada.id, amountUsd: '70.01' })
    .catch((error: unknown) => error);
  if (!isPaydeskError(failure, 'INSUFFICIENT_FUNDS')) throw failure;
  expect(failure.details).toEqual({ availableUsd: '70.00', requestedUsd: '70.01' });
});

test('a user token reads its own rows, and cannot charge', async () => {
  const browser = createPaydeskClient({ url, userToken: secretOf(await userCaller(desk, ada.id)) });
  expect((await browser.balances.get.query({ id: ada.id })).userId).toBe(ada.id);
  const failure = await browser.transactions.charge
    .mutate({ userId: ada.id, amountUsd: '1.00' })
    .catch((error: unknown) => error);
  expect(isPaydeskError(failure, 'PERMISSION_DENIED')).toBe(true);
});
