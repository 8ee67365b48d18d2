import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { Currency } from '../../src/models/Currency.ts';
import { hire } from '../stepUp/people.ts';
import { call, PUBLIC_URL } from '../support/http.ts';
import { signedIn } from '../support/people.ts';
import { signRows } from '../support/signRows.ts';
import { newUser, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';
import { reasonOf } from './governedDesk.ts';

/* With the simulator one person can do everything alone, and two people see what waits for the other one. */
const desk = await testDesk({ settings: testSettings({ PUBLIC_URL }) });
const { knex } = desk;
const app = await createApp(desk);
afterAll(async () => await app.close());
await offerCurrencies(desk);
const solo = await signedIn(desk, 'admin');
const user = await newUser(desk);
const { id } = await Currency.query(knex).findOne({ code: 'USDTBSC' }).throwIfNotFound();

let figures = 10;
const credit = async () =>
  reasonOf(
    await call(app, solo.caller, 'transactions.bonus', {
      userId: user.id,
      amountUsd: `${(figures += 1)}00.00`,
    }),
  );
const changeFee = async () =>
  reasonOf(await call(app, solo.caller, 'currencies.update', { id, networkFeeUsd: `${(figures += 1)}.00` }));

test('without a colleague nothing waits, and an operator is none', async () => {
  expect([await credit(), await changeFee()]).toEqual(['OK', 'OK']);
  await hire(desk, 'operator');
  expect([await credit(), await changeFee()]).toEqual(['OK', 'OK']);
});

test('a credit waits for an approver, and a guard for another active admin', async () => {
  const approver = await hire(desk, 'approver');
  expect([await credit(), await changeFee()]).toEqual(['CHANGE_REQUESTED', 'OK']);
  const admin = await hire(desk, 'admin');
  expect([await credit(), await changeFee()]).toEqual(['CHANGE_REQUESTED', 'CHANGE_REQUESTED']);
  await knex('staff').whereIn('id', [approver.id, admin.id]).update({ deactivated_at: new Date() });
  await signRows(knex, 'staff');
  expect([await credit(), await changeFee()]).toEqual(['OK', 'OK']);
});

test('a request to add somebody is stored without their password', async () => {
  await hire(desk, 'admin');
  const input = { email: 'new@new.test', name: 'New', role: 'operator', password: 'a long enough secret' };
  expect(reasonOf(await call(app, solo.caller, 'staff.create', input))).toBe('CHANGE_REQUESTED');
  const { password: _password, ...payload } = input;
  expect(await knex('change_requests').where({ action: 'staff.create' }).pluck('payload')).toEqual([payload]);
});
