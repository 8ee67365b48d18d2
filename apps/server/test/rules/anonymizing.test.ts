import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { pay } from '../support/fullDesk.ts';
import { balanceOf, fundedUser, newPayment, newWithdrawal, refusalOf } from '../support/money.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const ada = actors.staff();
const shop = actors.service();

/** The command and a write with SQL alone. */
const refusals = async (id: string) => [
  await refusalOf(anonymizeUser(desk, ada, id)),
  await refusalOf(knex('users').where({ id }).update({ anonymized_at: new Date() })),
];
const REFUSED = ['USER_HAS_OPEN_MONEY', 'USER_HAS_OPEN_MONEY'];

test('a user with a balance is not anonymised', async () => {
  const { id } = await fundedUser(desk, '20.00');
  expect(await refusals(id)).toEqual(REFUSED);
  await expect(anonymizeUser(desk, ada, id)).rejects.toMatchObject({
    message: 'this user still has a balance of 20.00 USD: pay it out, charge it or close it first',
    details: { balanceUsd: '20.00', withdrawals: 0, payments: 0, suspenseItems: 0 },
  });
  await chargeUser(desk, shop, { userId: id, amountUsd: '20.00' });
  expect(await anonymizeUser(desk, ada, id)).toMatchObject({ username: 'Anonymised user' });
});

test('nor is one with an open withdrawal, which holds its balance', async () => {
  const { id } = await fundedUser(desk, '20.00');
  await newWithdrawal(desk, id, '20.00');
  expect(await refusals(id)).toEqual(REFUSED);
  await expect(anonymizeUser(desk, ada, id)).rejects.toMatchObject({ details: { withdrawals: 1 } });
});

test('nor is one with a payment on its way, or money in suspense', async () => {
  const { id } = await newUser(desk);
  const payment = await newPayment(desk, id, '20.00');
  expect(await refusals(id)).toEqual(REFUSED);
  await cancelPayment(desk, shop, payment.id);
  await pay(desk, payment);
  await pay(desk, payment, '5');
  await chargeUser(desk, shop, { userId: id, amountUsd: (await balanceOf(knex, id)).balanceUsd });
  const item = await SuspenseItem.query(knex).findOne({ userId: id }).throwIfNotFound();
  expect(await refusals(id)).toEqual(REFUSED);
  await closeSuspense(desk, ada, { id: item.id, as: 'written_off', note: 'too small to return' });
  expect(await anonymizeUser(desk, ada, id)).toMatchObject({ email: null });
});

test('nor is one with nothing but money in suspense', async () => {
  const { id } = await newUser(desk);
  await knex('suspense_items').insert({
    id: newId(),
    reason: 'unknown_payment',
    user_id: id,
    provider_payment_id: newId(),
    currency_code: 'USDTBSC',
    amount: '5',
    amount_usd: '5.00',
    evidence: {},
  });
  expect(await refusals(id)).toEqual(REFUSED);
});
