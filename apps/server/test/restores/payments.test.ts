import { expect, test } from 'vitest';
import { newInternalPaymentId } from '../../src/base/identifiers.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { describeOrder } from '../../src/payments/orderDescription.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { recordRestore } from '../../src/restores/recordRestore.ts';
import { balanceOf, expectWholeBooks, newPayment } from '../support/money.ts';
import { newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
// Rates of the currency are known.
await newPayment(desk, (await newUser(desk)).id, '20.00');
const facts = { restoredBy: 'root@db1', note: 'the disk was broken' };

interface Lost {
  userId: string;
  orderId?: string;
  createdAt?: Date;
  description?: string;
  amountUsd?: string;
}

/** A payment that the lost time created at the provider. */
async function lostPayment({ userId, orderId, createdAt, description, amountUsd = '100.00' }: Lost) {
  const at = createdAt ?? desk.clock.now();
  const internalPaymentId = orderId ?? newInternalPaymentId(at);
  const described = { internalPaymentId, userId, amountUsd, currencyCode: 'USDTBSC', createdAt: at };
  return await desk.provider.createPayment({
    priceAmount: '100.00',
    priceCurrency: 'usd',
    payCurrency: 'USDTBSC',
    orderId: internalPaymentId,
    orderDescription: description ?? describeOrder(desk.knex, described),
  });
}

const arrive = async (providerPaymentId: string) => {
  await desk.simulator.deposit(providerPaymentId, { amount: 'full' });
  await desk.advance(60);
  return await receiveReport(desk, 'poll', await desk.provider.getPayment(providerPaymentId));
};
const suspended = async (providerPaymentId: string) =>
  await SuspenseItem.query(desk.knex).findOne({ providerPaymentId, status: 'open' });

async function restore(lost: () => Promise<unknown>): Promise<void> {
  const restoredTo = desk.clock.now();
  await desk.advance(60);
  await lost();
  await desk.advance(60);
  await recordRestore(desk, { ...facts, restoredTo });
}

test('the desk gives the provider a text that says for whom a payment is', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '33.00');
  const text = desk.simulator.payment(payment.providerPaymentId as string)?.orderDescription;
  expect(text).toMatch(new RegExp(`^paydesk-1 ${user.id} 33\\.00 USDTBSC .* [0-9a-f]{8}:[0-9a-f]{64}$`));
});

test('a payment from the lost time that is paid later is made again, and credited once', async () => {
  const user = await newUser(desk);
  let providerPaymentId = '';
  await restore(async () => ({ providerPaymentId } = await lostPayment({ userId: user.id })));
  await arrive(providerPaymentId);
  await arrive(providerPaymentId).catch(() => {});
  expect(await Payment.query(desk.knex).findOne({ providerPaymentId })).toMatchObject({
    userId: user.id,
    status: 'completed',
    creditedAmountUsd: '100.00',
    createdByKind: 'system',
  });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({
    balanceUsd: '100.00',
    totalDeposited: '100.00',
  });
  await expectWholeBooks(desk);
});

test('a text that the desk did not write for this order names no one', async () => {
  const [user, thief] = [await newUser(desk), await newUser(desk)];
  const ids: string[] = [];
  await restore(async () => {
    const at = desk.clock.now();
    const [orderId, otherOrder] = [newInternalPaymentId(at), newInternalPaymentId(at)];
    const described = {
      internalPaymentId: orderId,
      userId: user.id,
      amountUsd: '100.00',
      currencyCode: 'USDTBSC',
      createdAt: at,
    };
    const text = describeOrder(desk.knex, described) ?? '';
    const forgeries: [string, string][] = [
      [orderId, text.replace(user.id, thief.id)],
      [otherOrder, text],
      [
        newInternalPaymentId(at),
        `paydesk-1 ${thief.id} 100.00 USDTBSC ${at.toISOString()} 00000000:${'0'.repeat(64)}`,
      ],
      [newInternalPaymentId(at), text.replace('100.00', '1.00')],
    ];
    for (const [id, description] of forgeries) {
      const made = await lostPayment({ userId: thief.id, orderId: id, description });
      ids.push(made.providerPaymentId);
    }
  });
  for (const id of ids) {
    await arrive(id);
    expect(await Payment.query(desk.knex).findOne({ providerPaymentId: id })).toBeUndefined();
    expect(await suspended(id)).toMatchObject({ reason: 'unknown_payment', userId: null });
  }
});

test('a price that is not the described one is not credited, and names the user', async () => {
  const user = await newUser(desk);
  let id = '';
  await restore(
    async () => ({ providerPaymentId: id } = await lostPayment({ userId: user.id, amountUsd: '900.00' })),
  );
  await arrive(id);
  expect(await Payment.query(desk.knex).findOne({ providerPaymentId: id })).toBeUndefined();
  expect(await suspended(id)).toMatchObject({ userId: user.id });
});

test('without a restore, or from another time, a missing row is for a person, who is given the user', async () => {
  const user = await newUser(desk);
  await desk.advance(3600);
  const { providerPaymentId: late } = await lostPayment({ userId: user.id });
  await arrive(late);
  expect(await Payment.query(desk.knex).findOne({ providerPaymentId: late })).toBeUndefined();
  expect(await suspended(late)).toMatchObject({ reason: 'unknown_payment', userId: user.id });
});

test('what reached suspense before the restore was recorded is not credited beside it', async () => {
  const user = await newUser(desk);
  let id = '';
  await restore(async () => {
    ({ providerPaymentId: id } = await lostPayment({ userId: user.id }));
    await arrive(id);
  });
  await arrive(id).catch(() => {});
  expect(await Payment.query(desk.knex).findOne({ providerPaymentId: id })).toBeUndefined();
  expect(await suspended(id)).toMatchObject({ userId: user.id });
});
