import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import type { Actor, Posted } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { recordDeskSettings } from '../../src/system/recordDeskSettings.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { hire } from '../stepUp/people.ts';
import { refusalOf } from '../support/money.ts';
import { newUser, testDesk, testSettings } from '../support/testDesk.ts';

/* What lets a credit pass in PostgreSQL: a row that counts this very posting for who made it, or an applied request. */
const desk = await testDesk({
  settings: testSettings({ NOWPAYMENTS_API_KEY: 'a real key', NOWPAYMENTS_IPN_SECRET: 'a real secret' }),
});
const { knex } = desk;
await recordDeskSettings(desk);
const user = await newUser(desk);

/** The reason of a refusal, or OK. */
async function credit(
  actor: Actor,
  amountUsd: string,
  alongside: (trx: Knex.Transaction, posted: Posted) => Promise<unknown>,
): Promise<string> {
  const admit = async (trx: object, posted?: Posted) => {
    if (posted !== undefined) await alongside(trx as Knex.Transaction, posted);
  };
  const given = giveBonus(desk, { ...actor, admit }, { userId: user.id, amountUsd });
  return await refusalOf(given).catch((error: unknown) => {
    if (error instanceof Error && error.message === 'this was not refused') return 'OK';
    throw error;
  });
}

const admin = async () => {
  const { id, name } = await hire(desk, 'admin');
  return { kind: 'staff', id, name } as const;
};
const app = async () => {
  const key = { name: 'shop', scopes: ['transactions.bonus' as const], createdByStaffId: null };
  const { apiKey } = await insertApiKey(knex, key);
  return { kind: 'service', id: apiKey.id, name: 'shop' } as const;
};

/** A change request as if it had been applied, past its trigger. */
const applied =
  (makerId: string, changes: object = {}) =>
  async (trx: Knex.Transaction, posted: Posted) => {
    for (const name of ['insert', 'sealed'])
      await trx.raw('alter table change_requests disable trigger ??', [`change_requests_${name}`]);
    const now = new Date();
    await trx('change_requests').insert({
      id: newId(),
      action: 'transactions.bonus',
      status: 'applied',
      summary: 'a bonus',
      facts: '[]',
      payload: '{}',
      payload_hash: newId().replaceAll('-', '').repeat(2),
      payload_digest: newId().replaceAll('-', '').repeat(2),
      amount_usd: posted.amountUsd,
      maker_id: makerId,
      maker_name: 'maker',
      maker_step_up_kind: 'none',
      maker_step_up: '{"kind":"none"}',
      required_approvals: 1,
      approver_role: 'admin',
      step_up_required: false,
      expires_at: now,
      created_at: now,
      applied_at: now,
      closed_at: now,
      result_kind: 'transaction',
      result_id: posted.id,
      ...changes,
    });
    for (const name of ['insert', 'sealed'])
      await trx.raw('alter table change_requests enable always trigger ??', [`change_requests_${name}`]);
  };

test('an applied change request lets its own credit pass, and no other', async () => {
  const [ada, bob] = [await admin(), await admin()];
  expect(await credit(ada, '900.00', applied(ada.id))).toBe('OK');
  const waiting = { status: 'waiting', applied_at: null, closed_at: null };
  for (const [name, row] of Object.entries({
    'somebody else made it': applied(bob.id),
    'it is for less': applied(ada.id, { amount_usd: '899.99' }),
    'it made another posting': applied(ada.id, { result_id: newId() }),
    'it made something else': applied(ada.id, { result_kind: 'payment' }),
    'it still waits': applied(ada.id, waiting),
  }))
    expect(await credit(ada, '900.00', row), name).toBe('MORE_APPROVALS_NEEDED');
});

test('a person counts their own credits, by what was posted', async () => {
  const [ada, bob] = [await admin(), await admin()];
  const counted =
    (staffId: string, changes: object = {}) =>
    async (trx: Knex.Transaction, { id, amountUsd }: Posted) =>
      await trx('solo_credits').insert({
        id: newId(),
        staff_id: staffId,
        action: 'transactions.bonus',
        amount_usd: amountUsd,
        resource_id: id,
        ...changes,
      });
  expect(await credit(ada, '10.00', counted(ada.id))).toBe('OK');
  expect(await credit(ada, '10.00', counted(bob.id))).toBe('IMMUTABLE');
  expect(await credit(ada, '10.00', counted(ada.id, { amount_usd: '9.99' }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('solo_credits').delete())).toBe('IMMUTABLE');
});

test('a key counts its own credits under their action, and no less', async () => {
  const [shop, other] = [await app(), await app()];
  const used =
    (changes: object = {}) =>
    async (trx: Knex.Transaction, { id, amountUsd }: Posted) =>
      await trx('api_key_uses').insert({
        id: newId(),
        api_key_id: shop.id,
        action: 'transactions.bonus',
        amount_usd: amountUsd,
        resource_id: id,
        ...changes,
      });
  expect(await credit(shop, '10.00', used())).toBe('OK');
  for (const changes of [{ api_key_id: other.id }, { action: 'transactions.refund' }, { amount_usd: '9.99' }])
    expect(await credit(shop, '10.00', used(changes)), JSON.stringify(changes)).toBe('KEY_LIMIT_EXCEEDED');
  expect(await credit(shop, '10.00', used({ resource_id: null }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('api_key_uses').delete())).toBe('IMMUTABLE');
});

test('what a key moves in a day is added up by the clock of the database, also when it comes at once', async () => {
  const shop = await app();
  const use = async (amount: string, changes: object = {}) =>
    await knex('api_key_uses').insert({
      id: newId(),
      api_key_id: shop.id,
      action: 'transactions.bonus',
      amount_usd: amount,
      resource_id: newId(),
      ...changes,
    });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, async () => await use('1000.00', { created_at: new Date(0) })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect(await refusalOf(use('0.01'))).toBe('KEY_LIMIT_EXCEEDED');
});

test('settings are recorded at the time of the database, and stay', async () => {
  const row = { simulated: false, second_approval_usd: '1000.00', solo_credit_usd: '100.00' };
  await knex('desk_settings').insert({ ...row, recorded_at: new Date('2020-01-01') });
  const [last] = await knex('desk_settings').orderBy('seq', 'desc').limit(1);
  expect(Math.abs(last.recorded_at.getTime() - Date.now())).toBeLessThan(60_000);
  expect(await refusalOf(knex('desk_settings').delete())).toBe('IMMUTABLE');
  expect(await refusalOf(knex.raw('truncate desk_settings'))).toBe('IMMUTABLE');
});
