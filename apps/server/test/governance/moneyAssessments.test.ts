import { Decimal, type GovernedAction, type ServiceScope } from '@paydesk/types';
import { expect, test } from 'vitest';
import { insertKeyWithoutSecret } from '../../src/auth/apiKeys.ts';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { governance } from '../../src/http/governance.ts';
import { Currency } from '../../src/models/Currency.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { resumePayouts, stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import { publishRules, rules } from '../policy/policyDesk.ts';
import { hire } from '../stepUp/people.ts';
import { approve, fundedUser, newHash, newPayment, newWithdrawal } from '../support/money.ts';
import { signRows } from '../support/signRows.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';
import { assess, needsOf } from './assessments.ts';

/* Who has to agree to what moves money, or to what decides how it moves. */
const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const [ada, bob] = (await Promise.all(
  ['Ada', 'Bob'].map(async (name): Promise<Actor & { id: string }> => {
    const { id } = await hire(desk, 'admin');
    return { kind: 'staff', id, name };
  }),
)) as [Actor & { id: string }, Actor & { id: string }];
const needs = async (action: GovernedAction, input: object) => await needsOf(desk, ada, action, input);
const noOne = newId();

test('a credit counts under the limits of one person, and a debit needs no one', async () => {
  const { id: userId } = await newUser(desk);
  const adjust = { userId, amountUsd: '0.01', reason: 'a correction' };
  expect(await assess(desk, ada, 'transactions.adjust', adjust)).toMatchObject({
    needs: 'amount',
    amountUsd: '0.01',
    reason: 'a correction',
    subject: { kind: 'user', id: userId },
  });
  expect(await needs('transactions.adjust', { ...adjust, amountUsd: '-0.01' })).toBe('alone');
  expect(await assess(desk, ada, 'transactions.bonus', { userId, amountUsd: '5.00' })).toMatchObject({
    needs: 'amount',
    amountUsd: '5.00',
  });
  expect(await needs('transactions.bonus', { userId: noOne, amountUsd: '5.00' })).toBe('NOT_FOUND');
});

test('a refund is of a charge, and counts as all of it unless it says less', async () => {
  const { id: userId } = await fundedUser(desk, '50.00');
  const { id: chargeId } = await chargeUser(desk, actors.service(), { userId, amountUsd: '30.00' });
  const amountOf = async (input: object) =>
    await assess(desk, ada, 'transactions.refund', { chargeId, ...input });
  expect(await amountOf({})).toMatchObject({ needs: 'amount', amountUsd: '30.00' });
  expect(await amountOf({ amountUsd: '7.00' })).toMatchObject({ needs: 'amount', amountUsd: '7.00' });
  const { id: credit } = await knex('transactions')
    .where({ user_id: userId })
    .where('amount_usd', '>', 0)
    .first<{ id: string }>('id');
  expect(await needs('transactions.refund', { chargeId: credit })).toBe('NOT_A_CHARGE');
  expect(await needs('transactions.refund', { chargeId: noOne })).toBe('NOT_FOUND');
});

test('a payment is attested for its amount, while it is open', async () => {
  const { id } = await newPayment(desk, (await newUser(desk)).id, '70.00');
  const input = { id, note: 'I saw it' };
  expect(await assess(desk, ada, 'payments.markCompleted', input)).toMatchObject({
    needs: 'amount',
    amountUsd: '70.00',
    reason: 'I saw it',
  });
  await markCompleted(desk, actors.staff(), id, 'arrived');
  expect(await needs('payments.markCompleted', input)).toBe('ALREADY_CREDITED');
  expect(await needs('payments.markCompleted', { ...input, id: noOne })).toBe('NOT_FOUND');
});

test('money in suspense is credited to a user, once, for the value that was entered', async () => {
  const id = newId();
  await knex('suspense_items').insert({
    id,
    reason: 'unknown_payment',
    provider_payment_id: id,
    currency_code: 'USDTBSC',
    amount: '5',
    amount_usd: '0.00',
    evidence: {},
  });
  await signRows(knex, 'suspense_item');
  const { id: userId } = await newUser(desk);
  const input = { id, userId, amountUsd: '5.00', note: 'the payer wrote' };
  expect(await assess(desk, ada, 'suspense.credit', input)).toMatchObject({
    needs: 'amount',
    amountUsd: '5.00',
    facts: expect.arrayContaining([
      expect.objectContaining({ label: 'Arrived', after: '5 USDT (BEP20)' }),
    ]) as unknown,
  });
  expect(await needs('suspense.credit', { ...input, userId: undefined })).toBe('SUSPENSE_WITHOUT_USER');
  expect(await needs('suspense.credit', { ...input, id: noOne })).toBe('NOT_FOUND');
  await closeSuspense(desk, actors.staff(), { id, as: 'returned', note: 'sent back to the payer' });
  expect(await SuspenseItem.query(knex).findById(id)).toMatchObject({ status: 'returned' });
  expect(await needs('suspense.credit', input)).toBe('SUSPENSE_RESOLVED');
  // A repeat is answered by the command, which knows what the key was used for.
  expect(await needs('suspense.credit', { ...input, idempotencyKey: newId() })).toBe('amount');
});

test('a key that can move money is made, given a secret and opened to addresses by two', async () => {
  const [money, harmless]: [ServiceScope[], ServiceScope[]] = [['transactions.bonus'], ['payments.read']];
  const key = async (scopes: ServiceScope[], dueTo: string | null) =>
    await insertKeyWithoutSecret(knex, {
      name: 'shop',
      scopes,
      createdByStaffId: ada.id,
      secretDueToStaffId: dueTo,
    });
  expect(await needs('apiKeys.create', { name: 'shop', scopes: money })).toBe('admin');
  expect(await needs('apiKeys.create', { name: 'shop', scopes: harmless })).toBe('alone');
  const rotate = async (scopes: ServiceScope[], dueTo: string | null) =>
    await needs('apiKeys.rotate', { id: await key(scopes, dueTo), overlapHours: 0 });
  expect(await rotate(money, null)).toBe('admin');
  expect(await rotate(money, bob.id)).toBe('admin');
  expect(await rotate(money, ada.id)).toBe('alone');
  expect(await rotate(harmless, null)).toBe('alone');
  const open = async (scopes: ServiceScope[]) =>
    await needs('apiKeys.setAllowedAddresses', { id: await key(scopes, ada.id), allowedAddresses: null });
  expect([await open(money), await open(harmless)]).toEqual(['admin', 'alone']);
});

test('what a currency costs, is called and whether it pays out changes with another admin', async () => {
  const currency = await Currency.query(knex).findOne({ code: 'USDTBSC' }).throwIfNotFound();
  const { id } = currency;
  for (const change of [
    { minAmountUsd: '77.00' },
    { networkFeeUsd: '77.00' },
    { serviceFeePercent: '7.7' },
    { serviceFeeUsd: '77.00' },
    { name: 'Another coin' },
    { symbol: 'ANOTHER' },
    { isStable: !currency.isStable },
  ])
    expect(await needs('currencies.update', { id, ...change }), JSON.stringify(change)).toBe('admin');
  for (const change of [{ sortOrder: 77 }, { name: currency.name }, { withdrawalsEnabled: false }])
    expect(await needs('currencies.update', { id, ...change }), JSON.stringify(change)).toBe('alone');
  await knex('currencies').where({ id }).update({ withdrawals_enabled: false });
  expect(await needs('currencies.update', { id, withdrawalsEnabled: true })).toBe('admin');
  await knex('currencies').where({ id }).update({ withdrawals_enabled: true });
  expect(await needs('currencies.update', { id, withdrawalsEnabled: true })).toBe('alone');
  expect(await needs('currencies.update', { id: noOne, sortOrder: 1 })).toBe('NOT_FOUND');
  expect(await needs('currencies.create', { code: 'FRESH' })).toBe('admin');
  expect(await needs('currencies.create', { code: 'USDTBSC' })).toBe('CURRENCY_EXISTS');
});

test('what the provider says of a currency is accepted as it was seen, with another admin', async () => {
  const { id, network, contractAddress, decimalPlaces, chainDecimals } = await Currency.query(knex)
    .findOne({ code: 'BTC' })
    .throwIfNotFound();
  const now = { network, contractAddress, decimalPlaces, chainDecimals };
  const accept = async (pendingChange: object) =>
    await needs('currencies.acceptChange', { id, pendingChange });
  // It was accepted already.
  expect(await accept(now)).toBe('alone');
  const reported = { ...now, network: 'bsc' };
  await Currency.query(knex).findById(id).patch({ isAvailable: false, pendingChange: reported });
  expect([await accept(now), await accept(reported)]).toEqual(['CHANGED_MEANWHILE', 'admin']);
  expect(await needs('currencies.acceptChange', { id: noOne, pendingChange: now })).toBe('NOT_FOUND');
});

test('a policy is published with another admin, on top of the one in force', async () => {
  const { version, rules: inForce } = await currentPolicy(knex, desk);
  const draft = { rules: inForce, note: 'the same', baseVersion: version };
  expect(await needs('policies.publish', draft)).toBe('admin');
  expect(await needs('policies.publish', { ...draft, baseVersion: version + 1 })).toBe('POLICY_CHANGED');
});

test('payouts are resumed with another admin, who reads which stop ends', async () => {
  const resume = { note: 'all fine' };
  expect(await needs('withdrawals.resumePayouts', resume)).toBe('alone');
  await stopPayouts(desk, ada, 'something is wrong');
  expect(await assess(desk, bob, 'withdrawals.resumePayouts', resume)).toMatchObject({
    needs: 'admin',
    facts: [{ before: expect.stringMatching(/^stopped by Ada at .*: something is wrong$/) as string }],
  });
  await resumePayouts(desk, bob, 'it was nothing');
});

test('a payment by hand that is far from the fixed amount needs a person, and from the last band on a passkey', async () => {
  const { id: userId } = await fundedUser(desk, '5000.00');
  const { id } = await newWithdrawal(desk, userId, '50.00');
  const complete = async (cryptoAmount: string | undefined, of = id) =>
    await assess(desk, ada, 'withdrawals.complete', {
      id: of,
      transactionHash: newHash(),
      cryptoAmount,
      note: 'as the wallet says',
    });
  expect(await complete('49', noOne)).toBe('NOT_FOUND');
  expect(await complete('49')).toBe('ILLEGAL_TRANSITION');
  const { cryptoAmount: fixed } = await approve(desk, actors.staff('Ann'), id);
  const far = new Decimal(fixed ?? 0).times('1.03').toFixed(6);
  expect(await complete(fixed ?? '')).toMatchObject({ needs: 'alone', passkeyOnly: false });
  expect(await complete(far)).toMatchObject({
    needs: 'person',
    passkeyOnly: false,
    summary: expect.stringContaining(`with ${far} USDT (BEP20), `) as string,
    facts: expect.arrayContaining([expect.objectContaining({ label: 'Amount in USDT (BEP20)' })]) as unknown,
  });
  const large = await newWithdrawal(desk, userId, '1500.00');
  await approve(desk, actors.staff('Cleo'), large.id);
  const { cryptoAmount } = await approve(desk, actors.staff('Dora'), large.id);
  expect(await complete(cryptoAmount ?? '', large.id)).toMatchObject({ passkeyOnly: true });
  const input = { id: large.id, transactionHash: newHash(), cryptoAmount: cryptoAmount ?? '' };
  const call = { path: 'withdrawals.complete', actor: ada, input };
  expect(await governance.review(desk, call)).toMatchObject({ passkeyOnly: true });
  await publishRules(desk, rules({ allowSamePerson: true }));
  expect(await complete(far)).toMatchObject({ needs: 'alone' });
});

test('a user or a webhook endpoint that does not exist is not found', async () => {
  expect(await needs('users.anonymize', { id: noOne })).toBe('NOT_FOUND');
  expect(await needs('webhookEndpoints.enable', { id: noOne })).toBe('NOT_FOUND');
  expect(await needs('webhookEndpoints.replay', { id: noOne, after: 0 })).toBe('NOT_FOUND');
});
