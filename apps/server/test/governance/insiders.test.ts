import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { countSoloCredit } from '../../src/changeRequests/countSoloCredit.ts';
import { ApiKey } from '../../src/models/ApiKey.ts';
import { Currency } from '../../src/models/Currency.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { Staff } from '../../src/models/Staff.ts';
import { signInserted } from '../../src/origin/stampOrigin.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { balanceOf, fundedUser, newPayment } from '../support/money.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';
import { governedDesk, reasonOf, requestOf, statusOf } from './governedDesk.ts';

/* Each insider has a session and a second factor of their own, and attempts what one person must not do alone. */
const { desk, knex, insider } = await governedDesk();
await offerCurrencies(desk);
const [ada, bob, ann, oscar] = [
  await insider('admin'),
  await insider('admin'),
  await insider('approver'),
  await insider('operator'),
];
const user = await newUser(desk);
const balance = async () => (await balanceOf(knex, user.id)).balanceUsd;
const currency = await Currency.query(knex).findOne({ code: 'USDTBSC' }).throwIfNotFound();

test('a bonus of 5,000 waits, an approver approves it, and it is credited once', async () => {
  const waiting = await ada.does('transactions.bonus', { userId: user.id, amountUsd: '5000.00' });
  const id = requestOf(waiting);
  expect(waiting.error?.data.details).toMatchObject({ requiredApprovals: 1, notBefore: null });
  expect(await balance()).toBe('0');
  expect(reasonOf(await ann.asThief('changeRequests.approve', { id }))).toBe('SECOND_FACTOR_REQUIRED');
  expect((await ann.does('changeRequests.approve', { id, note: 'checked' })).data).toMatchObject({
    status: 'applied',
    amountUsd: '5000.00',
    maker: { id: ada.id },
    approvals: [{ staff: { id: ann.id }, note: 'checked', evidence: 'totp' }],
    result: { kind: 'transaction' },
  });
  expect(await balance()).toBe('5000.00');
  expect(await knex('transactions').where({ user_id: user.id }).first()).toMatchObject({ actor_id: ada.id });
  expect(reasonOf(await bob.does('changeRequests.approve', { id }))).toBe('ILLEGAL_TRANSITION');
  expect(await balance()).toBe('5000.00');
});

test('no one approves their own request, whatever their role', async () => {
  const id = requestOf(
    await ada.does('transactions.adjust', { userId: user.id, amountUsd: '900.00', reason: 'mine' }),
  );
  expect(reasonOf(await ada.does('changeRequests.approve', { id }))).toBe('SAME_PERSON');
  expect(reasonOf(await ada.does('changeRequests.reject', { id, note: 'no' }))).toBe('INVALID_INPUT');
  expect(reasonOf(await ada.does('changeRequests.reject', { id, note: 'not me' }))).toBe('SAME_PERSON');
  expect(reasonOf(await oscar.does('changeRequests.approve', { id }))).toBe('PERMISSION_DENIED');
  expect(reasonOf(await ann.does('changeRequests.cancel', { id }))).toBe('PERMISSION_DENIED');
  expect((await ada.does('changeRequests.cancel', { id, note: 'a mistake' })).data).toMatchObject({
    status: 'cancelled',
    closedBy: { staff: { id: ada.id }, note: 'a mistake' },
  });
  expect(reasonOf(await ann.does('changeRequests.approve', { id }))).toBe('ILLEGAL_TRANSITION');
});

test('small credits pass alone, five times in a day, also when they come at once', async () => {
  const carl = await insider('admin');
  const give = async (index: number) =>
    reasonOf(
      await carl.does('transactions.bonus', {
        userId: user.id,
        amountUsd: '100.00',
        description: `no ${index}`,
      }),
    );
  expect(await give(0)).toBe('OK');
  const outcomes = await Promise.all(Array.from({ length: 8 }, async () => await creditAlone(carl.id)));
  expect(outcomes.filter((passed) => passed)).toHaveLength(4);
  expect(await give(9)).toBe('CHANGE_REQUESTED');
  expect(reasonOf(await carl.does('transactions.bonus', { userId: user.id, amountUsd: '100.01' }))).toBe(
    'CHANGE_REQUESTED',
  );
});

/** The credit without its second factor, because a code is valid for one call at a time. */
async function creditAlone(staffId: string): Promise<boolean> {
  const creditor = { staffId, action: 'transactions.bonus' };
  const actor: Actor = {
    kind: 'staff',
    id: staffId,
    name: 'Carl',
    async admit(trx: Knex.Transaction, posted) {
      if (posted === undefined || !(await countSoloCredit(desk, trx, creditor, posted)))
        throw new DomainError('MORE_APPROVALS_NEEDED', 'above the limit');
    },
  };
  return await giveBonus(desk, actor, { userId: user.id, amountUsd: '100.00' }).then(
    () => true,
    () => false,
  );
}

test('a credit that failed is not counted, and a debit needs no one', async () => {
  const dora = await insider('admin');
  for (let index = 0; index < 7; index += 1)
    expect(
      reasonOf(
        await dora.does('transactions.bonus', {
          userId: user.id,
          amountUsd: '90.00',
          metadata: { ['\u0000']: 1 },
        }),
      ),
    ).not.toBe('OK');
  expect(await knex('solo_credits').where({ staff_id: dora.id }).whereNull('released_at')).toEqual([]);
  const poor = await fundedUser(desk, '500.00');
  expect(
    reasonOf(
      await dora.does('transactions.adjust', { userId: poor.id, amountUsd: '-400.00', reason: 'too much' }),
    ),
  ).toBe('OK');
});

test('an operator credits neither an attested payment nor dust worth millions alone', async () => {
  const payment = await newPayment(desk, user.id, '700.00');
  const attested = requestOf(
    await oscar.does('payments.markCompleted', { id: payment.id, note: 'I saw it' }),
  );
  const before = await balance();
  const { id } = (await knex('suspense_items')
    .insert({
      id: payment.id,
      reason: 'unknown_payment',
      provider_payment_id: '77',
      currency_code: 'USDTBSC',
      amount: '0.000001',
      amount_usd: '0.00',
      evidence: {},
    })
    .returning('id')
    .then((rows: { id: string }[]) => rows[0])) as { id: string };
  await signInserted(knex, 'suspense_item', id);
  const dust = requestOf(
    await oscar.does('suspense.credit', {
      id,
      userId: user.id,
      amountUsd: '3700000.00',
      note: 'a rich payer',
    }),
  );
  expect(await balance()).toBe(before);
  expect(reasonOf(await ann.does('changeRequests.reject', { id: dust, note: 'no such sum' }))).toBe('OK');
  expect(await statusOf(desk, dust)).toBe('rejected');
  expect((await ann.does('changeRequests.approve', { id: attested })).data).toMatchObject({
    status: 'applied',
  });
});

test('an admin alone publishes no policy that lets him approve himself', async () => {
  const { version, rules } = await currentPolicy(knex, desk);
  const draft = { rules: { ...rules, allowSamePerson: true }, note: 'easier', baseVersion: version };
  const id = requestOf(await ada.does('policies.publish', draft));
  expect((await currentPolicy(knex, desk)).version).toBe(version);
  expect((await ada.asThief('changeRequests.get', { id })).data).toMatchObject({
    facts: [{ label: 'Allow same person', before: 'false', after: 'true' }],
    approverRole: 'admin',
  });
  expect(reasonOf(await ann.does('changeRequests.approve', { id }))).toBe('PERMISSION_DENIED');
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
  expect((await currentPolicy(knex, desk)).rules.allowSamePerson).toBe(true);
  expect(await knex('withdrawal_policies').orderBy('version', 'desc').first()).toMatchObject({
    published_by_staff_id: ada.id,
    step_up: { kind: 'totp', staffId: ada.id },
  });
});

test('an admin alone makes no approvers, and a new one decides about nothing older', async () => {
  const bonus = requestOf(await ada.does('transactions.bonus', { userId: user.id, amountUsd: '40000.00' }));
  requestOf(await ada.does('staff.invite', { email: 'new@new.test', name: 'New', role: 'approver' }));
  const friend = await insider('operator');
  const promotion = requestOf(await ada.does('staff.setRole', { id: friend.id, role: 'approver' }));
  expect((await bob.does('changeRequests.approve', { id: promotion })).data).toMatchObject({
    status: 'applied',
  });
  expect((await Staff.query(knex).findById(friend.id))?.role).toBe('approver');
  expect(reasonOf(await friend.does('changeRequests.approve', { id: bonus }))).toBe('PERMISSION_DENIED');
  expect(reasonOf(await ada.does('staff.resetPassword', { id: friend.id }))).toBe('CHANGE_REQUESTED');
  expect(reasonOf(await ada.does('staff.setRole', { id: oscar.id, role: 'viewer' }))).toBe('OK');
  const back = requestOf(await ada.does('staff.setRole', { id: oscar.id, role: 'operator' }));
  expect((await bob.does('changeRequests.approve', { id: back })).data).toMatchObject({ status: 'applied' });
});

test('an approved invitation is collected once, by who asked for it', async () => {
  const id = requestOf(
    await ada.does('staff.invite', { email: 'new@hired.test', name: 'New', role: 'admin' }),
  );
  const applied = (await bob.does('changeRequests.approve', { id })).data as { result: { id: string } };
  const invite = applied.result.id;
  expect(reasonOf(await bob.does('staff.reissueInvite', { id: invite }))).toBe('CHANGE_REQUESTED');
  const link = await ada.does('staff.reissueInvite', { id: invite });
  expect((link.data as { link: string }).link).toContain('/#/invite/in_');
  expect(reasonOf(await ada.does('staff.reissueInvite', { id: (link.data as { id: string }).id }))).toBe(
    'CHANGE_REQUESTED',
  );
});

test('an API key that can move money needs another admin, and its secret is collected once', async () => {
  const harmless = await ada.does('apiKeys.create', { name: 'reader', scopes: ['payments.read'] });
  expect(reasonOf(harmless)).toBe('OK');
  const id = requestOf(await ada.does('apiKeys.create', { name: 'shop', scopes: ['transactions.bonus'] }));
  expect(await ApiKey.query(knex).findOne({ name: 'shop' })).toBeUndefined();
  const applied = (await bob.does('changeRequests.approve', { id })).data as { result: { id: string } };
  const key = applied.result.id;
  expect(await knex('api_key_secrets').where({ api_key_id: key })).toEqual([]);
  expect(reasonOf(await bob.does('apiKeys.rotate', { id: key }))).toBe('CHANGE_REQUESTED');
  expect((await ada.does('apiKeys.rotate', { id: key, overlapHours: 0 })).data).toMatchObject({
    key: expect.stringMatching(/^pk_/) as string,
  });
  expect(reasonOf(await ada.does('apiKeys.rotate', { id: key, overlapHours: 0 }))).toBe('CHANGE_REQUESTED');
  expect(reasonOf(await ada.does('apiKeys.setAllowedAddresses', { id: key, allowedAddresses: null }))).toBe(
    'CHANGE_REQUESTED',
  );
  expect(reasonOf(await ada.does('apiKeys.revoke', { id: key }))).toBe('OK');
});

test('fees, minimums and the name of a currency need an admin, its place and switching it off do not', async () => {
  const id = requestOf(await oscar.does('currencies.update', { id: currency.id, networkFeeUsd: '0.00' }));
  expect((await Currency.query(knex).findById(currency.id))?.networkFeeUsd).toBe('1.00');
  expect((await ada.asThief('changeRequests.list', { filter: { forMe: true } })).data).toMatchObject({
    data: expect.arrayContaining([expect.objectContaining({ id })]) as unknown,
  });
  expect((await ada.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
  expect((await Currency.query(knex).findById(currency.id))?.networkFeeUsd).toBe('0.00');
  for (const change of [{ name: 'Tether USDT' }, { symbol: 'USDC' }, { isStable: false }])
    requestOf(await oscar.does('currencies.update', { id: currency.id, ...change }));
  for (const change of [{ sortOrder: 7 }, { name: currency.name }, { withdrawalsEnabled: false }])
    expect(reasonOf(await oscar.does('currencies.update', { id: currency.id, ...change }))).toBe('OK');
  expect(reasonOf(await oscar.does('currencies.update', { id: currency.id, withdrawalsEnabled: true }))).toBe(
    'CHANGE_REQUESTED',
  );
});

test('emergencies are stopped by one person, and started again by another', async () => {
  expect(reasonOf(await oscar.does('users.freeze', { id: user.id, note: 'looks odd' }))).toBe('OK');
  expect(reasonOf(await ann.does('users.unfreeze', { id: user.id, note: 'it is fine' }))).toBe('OK');
  expect(reasonOf(await oscar.does('currencies.setActive', { ids: [currency.id], isActive: false }))).toBe(
    'OK',
  );
  expect(reasonOf(await ann.does('currencies.setActive', { ids: [currency.id], isActive: true }))).toBe('OK');
  expect(reasonOf(await ada.does('staff.deactivate', { id: ann.id }))).toBe('OK');
  const id = requestOf(await bob.does('staff.reactivate', { id: ann.id }));
  expect((await ada.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
});

test('a request names the one user that it is for', async () => {
  const twin = await newUser(desk);
  await knex('users').where({ id: twin.id }).update({ username: user.username });
  const id = requestOf(await ada.does('transactions.bonus', { userId: twin.id, amountUsd: '900.00' }));
  const { data } = await bob.asThief('changeRequests.get', { id });
  expect(data).toMatchObject({
    summary: `Give ${user.username} (${twin.externalId}) a bonus of $900.00 USD`,
    facts: [
      { label: 'User', after: `${user.username} (${twin.externalId}), id ${twin.id}` },
      { label: 'Amount in USD', after: '900.00' },
    ],
  });
});

test('an approved secret that is not collected within three days has to be approved again', async () => {
  const id = requestOf(await ada.does('apiKeys.create', { name: 'late', scopes: ['transactions.bonus'] }));
  const applied = (await bob.does('changeRequests.approve', { id })).data as { result: { id: string } };
  const key = { id: applied.result.id };
  const { secret_due_until: until } = await knex('api_keys').where(key).first<{ secret_due_until: Date }>();
  expect(Math.round((Number(until) - Date.now()) / 3_600_000)).toBe(72);
  await knex('api_keys').where(key).update({ secret_due_until: new Date() });
  expect(reasonOf(await ada.does('apiKeys.rotate', { ...key, overlapHours: 0 }))).toBe('CHANGE_REQUESTED');
});
