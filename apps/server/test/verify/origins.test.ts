import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { findForeign } from '../../src/origin/checkOrigin.ts';
import { OriginKey } from '../../src/origin/originKey.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { verifyDesk, verifySnapshot, type VerifyOptions } from '../../src/verify/verifyDesk.ts';
import { entry } from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { SECRET } from '../support/testDesk.ts';
import { afterTampering, faultsOf } from './asOwner.ts';
import { signRows as signRowsIn } from '../support/signRows.ts';
import { sealKey } from './sealBooks.ts';
import { verifiedDesk } from './verifiedDesk.ts';

const { knex, people, user, idle, bonus, approval, paid } = await verifiedDesk();
const { apiKey } = await insertApiKey(knex, {
  name: 'shop',
  scopes: ['transactions.bonus'],
  createdByStaffId: null,
});
const origin = new OriginKey(SECRET);
const all: VerifyOptions = { origin };

test('the first start marks from when on rows need a proof', async () => {
  expect(faultsOf(await verifyDesk(knex, all)).origins).toContain('start the desk once');
  await Promise.all([drawOriginBoundary(knex, sealKey), drawOriginBoundary(knex, sealKey)]);
  expect(await knex('origin_boundary')).toHaveLength(1);
  expect(faultsOf(await verifyDesk(knex, all)).origins).toBeUndefined();
});

test('the documentation describes every check, in the order of the report', async () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/operations.md'), 'utf8');
  const [table = ''] = /\| check \| what it finds \|.*?\n\n/s.exec(page) ?? [];
  const described = [...table.matchAll(/^\| ([a-z]+) \| /gm)].map(([, name]) => name);
  const { checks } = await verifyDesk(knex, all);
  expect(described).toEqual(['check', ...checks.map(({ name }) => name)]);
});

test('rows from before the boundary need no proof', async () => {
  const trx = await knex.transaction();
  try {
    await trx.raw('alter table origin_boundary disable trigger user');
    await trx('origin_boundary').delete();
    await trx('transactions').insert(entry(idle.id));
    await trx('staff').where({ id: people.ada.staff.id }).update({ origin_mac: null });
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toContain('start the desk once');
    await drawOriginBoundary(trx, sealKey);
    await trx.raw('alter table origin_boundary enable always trigger origin_boundary_is_permanent');
    await trx.raw('alter table origin_boundary enable always trigger origin_boundary_is_not_truncated');
    await trx.raw('alter table origin_boundary enable always trigger origin_boundary_sealed');
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toBeUndefined();
    const credits = { sql: 'user_id = :id', bindings: { id: idle.id } };
    expect(await findForeign(trx, 'transaction', credits)).toBeNull();
    const later = entry(idle.id);
    await trx('transactions').insert(later);
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toContain('it has no proof');
    expect(await findForeign(trx, 'transaction', credits)).toMatchObject({ id: later['id'] });
    await trx('staff').where({ id: people.ada.staff.id }).update({ origin_mac: null });
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toBeDefined();
  } finally {
    await trx.rollback();
  }
});

test.each([
  ['passwords and apps', 'staff_accounts'],
  ['suspense items', 'suspense_items'],
])('%s of a desk from before get their proofs once', async (_name, table) => {
  const boundary = 'resource_boundary';
  const trx = await knex.transaction();
  const loseProof = async () => {
    const { id } = await trx(table).orderBy('id').first<{ id: string }>('id');
    await trx(table).where({ id }).update({ origin_mac: null });
  };
  const isMissing = new RegExp(`${table} .*it has no proof`);
  try {
    await trx.raw('alter table ?? disable trigger user', [boundary]);
    await trx(boundary).delete();
    await loseProof();
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toMatch(isMissing);
    await Promise.all([drawOriginBoundary(trx, sealKey), drawOriginBoundary(trx, sealKey)]);
    for (const name of ['is_permanent', 'is_not_truncated'])
      await trx.raw('alter table ?? enable always trigger ??', [boundary, `${boundary}_${name}`]);
    expect(await trx(boundary)).toHaveLength(1);
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toBeUndefined();
    await loseProof();
    await drawOriginBoundary(trx, sealKey);
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toMatch(isMissing);
  } finally {
    await trx.rollback();
  }
});

test('who marked it before cannot be taken back, so that nothing gets its proof later', async () => {
  await expect(knex('resource_boundary').delete()).rejects.toThrow('not allowed');
  await expect(knex('resource_boundary').update({ created_at: new Date() })).rejects.toThrow('not allowed');
});

test('with another secret it says so; without one it says what was left out', async () => {
  const other = await verifyDesk(knex, { origin: new OriginKey('another secret, long enough to be one') });
  expect(faultsOf(other).origins).toContain('set PAYDESK_SECRET');
  expect(await verifyDesk(knex, {})).toMatchObject({ ok: true, leftOut: ['origins'] });
  const changed = new OriginKey('another secret, long enough to be one', [SECRET]);
  expect(faultsOf(await verifyDesk(knex, { origin: changed })).origins).toBeUndefined();
});

test('a process without the key writes no proofs', async () => {
  const { url } = await testDatabase();
  const other = connectDatabase(url, {});
  const trx = await other.transaction();
  try {
    await insertApiKey(trx, { name: 'unsigned', scopes: ['users.read'], createdByStaffId: null });
    expect(faultsOf(await verifySnapshot(trx, all)).origins).toMatch(/^api_keys .*it has no proof/);
  } finally {
    await trx.rollback();
    await other.destroy();
  }
});

/** What somebody with the role of the server can write: all triggers are on. */
const forgeries: Record<string, [table: string, work: (trx: Knex.Transaction) => Promise<unknown>]> = {
  'a bonus of an app': [
    'transactions',
    async (trx) =>
      await trx('transactions').insert(
        entry(user.id, { amount_usd: '123456.00', actor_kind: 'service', actor_id: apiKey.id }),
      ),
  ],
  'a bonus of the system': [
    'transactions',
    async (trx) => await trx('transactions').insert(entry(user.id, { amount_usd: '123456.00' })),
  ],
  'a posting with the proof of another': [
    'transactions',
    async (trx) => {
      const { origin_mac: proof } = await trx('transactions')
        .where({ id: bonus.id })
        .first<{ origin_mac: string }>();
      await trx('transactions').insert(entry(user.id, { amount_usd: '7.00', origin_mac: proof }));
    },
  ],
  'an adjustment by staff, with its audit entry': [
    'transactions',
    async (trx) => {
      const id = newId();
      const facts = { actor_kind: 'staff', actor_id: people.admin.staff.id, actor_name: 'admin' };
      const adjustment = {
        id,
        transaction_type: 'adjustment',
        description: 'correction',
        amount_usd: '900000.00',
      };
      await trx('transactions').insert(entry(user.id, { ...facts, ...adjustment }));
      await trx('audit_log').insert({
        id: newId(),
        action: 'transactions.adjust',
        ...facts,
        subject_kind: 'transaction',
        subject_id: id,
        after: { userId: user.id, amountUsd: '900000.00', type: 'adjustment' },
      });
    },
  ],
  'an audit entry': [
    'audit_log',
    async (trx) =>
      await trx('audit_log').insert({
        id: newId(),
        action: 'withdrawals.approve',
        actor_kind: 'staff',
        actor_id: people.bob.staff.id,
        actor_name: 'Bob',
        subject_kind: 'withdrawal',
        subject_id: paid.id,
      }),
  ],
  'another role': [
    'staff',
    async (trx) => await trx('staff').where({ id: people.ada.staff.id }).update({ role: 'admin' }),
  ],
  'another name': [
    'staff',
    async (trx) => await trx('staff').where({ id: people.ada.staff.id }).update({ name: 'Bob' }),
  ],
  'a new admin': [
    'staff',
    async (trx) =>
      await trx('staff').insert({ id: newId(), name: 'Mallory', email: 'mallory@desk.test', role: 'admin' }),
  ],
  'a passkey in the name of a colleague': [
    'staff_passkeys',
    async (trx) =>
      await trx.raw(
        `insert into staff_passkeys (id, staff_id, credential_id, public_key, rp_id, counter, device_type, backed_up, name, created_at)
         select gen_random_uuid(), :id, 'evil', public_key, rp_id, 0, device_type, backed_up, 'k', now() from staff_passkeys limit 1`,
        { id: people.bob.staff.id },
      ),
  ],
  'an API key without limits': ['api_keys', async (trx) => await trx('api_keys').update({ limits: '{}' })],
  'a secret of an API key': [
    'api_key_secrets',
    async (trx) => {
      await trx('api_key_secrets').update({ ends_at: new Date(Date.now() + 3_600_000) });
      await trx('api_key_secrets').insert({
        id: newId(),
        api_key_id: apiKey.id,
        prefix: 'pk_evil1',
        secret_hash: 'a'.repeat(64),
      });
    },
  ],
  'a session of a colleague': [
    'staff_sessions',
    async (trx) =>
      await trx('staff_sessions').insert({
        id: newId(),
        staff_id: people.bob.staff.id,
        token: newId(),
        expires_at: new Date(Date.now() + 3_600_000),
      }),
  ],
  'the password of a colleague': [
    'staff_accounts',
    async (trx) => {
      const { password, origin_mac } = await trx('staff_accounts')
        .where({ staff_id: people.ada.staff.id })
        .first<{ password: string; origin_mac: string }>();
      await trx('staff_accounts')
        .where({ staff_id: people.bob.staff.id })
        .update({ password: `${password}0`, origin_mac });
    },
  ],
  'an authenticator app in the name of a colleague': [
    'staff_two_factors',
    async (trx) => {
      const app = { staff_id: people.ada.staff.id, secret: 's', backup_codes: 'c', verified: true };
      await trx('staff_two_factors').insert({ id: newId(), ...app });
      await signRowsIn(trx, 'two_factor');
      await trx('staff_two_factors').update({ staff_id: people.bob.staff.id });
    },
  ],
  'a pending sign-in': [
    'staff_verifications',
    async (trx) =>
      await trx('staff_verifications').insert({
        id: newId(),
        identifier: '2fa-chosen',
        value: people.bob.staff.id,
        expires_at: new Date(Date.now() + 60_000),
      }),
  ],
  'a suspense item': [
    'suspense_items',
    async (trx) =>
      await trx('suspense_items').insert({
        id: newId(),
        reason: 'unknown_payment',
        provider_payment_id: '5000',
        currency_code: 'USDTBSC',
        amount: '5000',
        amount_usd: '5000.00',
        evidence: {},
      }),
  ],
  'the end of a stop of all payouts': [
    'payout_stops',
    async (trx) => {
      const stop = { stopped_by_id: people.ada.staff.id, stopped_by_name: 'Ada', note: 'odd payouts' };
      await trx('payout_stops').insert({ id: newId(), ...stop });
      await signRowsIn(trx, 'payout_stop');
      const end = { resumed_at: new Date(), resumed_by_id: people.bob.staff.id, resumed_note: 'fine' };
      await trx('payout_stops').update(end);
    },
  ],
  'a user token': [
    'user_tokens',
    async (trx) =>
      await trx('user_tokens').insert({
        id: newId(),
        user_id: user.id,
        token_hash: 'b'.repeat(64),
        minted_by_kind: 'system',
        expires_at: new Date(Date.now() + 60_000),
      }),
  ],
  'the URL of a webhook endpoint': [
    'webhook_endpoints',
    async (trx) => {
      const at = new Date();
      const row = { id: newId(), url: 'https://shop.test', description: '', cursor: 0, next_attempt_at: at };
      await trx('webhook_endpoints').insert({ ...row, created_at: at, updated_at: at });
      await signRowsIn(trx, 'webhook_endpoint');
      await trx('webhook_endpoints').update({ url: 'https://thief.test' });
    },
  ],
  'a policy, with its audit entry': [
    'withdrawal_policies',
    async (trx) => {
      const id = newId();
      const rules = { allowSamePerson: true };
      const evidence = { kind: 'none', staffId: people.admin.staff.id };
      await trx('withdrawal_policies').insert({
        id,
        version: 2,
        rules,
        note: 'note',
        published_by_staff_id: people.admin.staff.id,
        published_by_name: 'admin',
        step_up: evidence,
        created_at: new Date(),
      });
    },
  ],
};

test.each(Object.entries(forgeries))('forged with the server’s role: %s', async (_name, [table, work]) => {
  const trx = await knex.transaction();
  try {
    await work(trx);
    const verdict = await verifySnapshot(trx, all);
    const named = [faultsOf(verdict).origins, faultsOf(verdict).ledger].join(' ');
    expect(named).toMatch(new RegExp(`${table} .*: (it has no proof|its proof)`));
  } finally {
    await trx.rollback();
  }
});

/** What the owner can change besides, with all hashes in the database computed again. */
const edits: Record<string, [table: string, work: (trx: Knex.Transaction) => Promise<unknown>]> = {
  'the evidence of an approval': [
    'withdrawal_approvals',
    async (trx) => await trx('withdrawal_approvals').where({ id: approval.id }).update({ staff_name: 'Bob' }),
  ],
  'an audit entry': [
    'audit_log',
    async (trx) =>
      await trx('audit_log').where({ action: 'suspense.credit' }).update({ note: 'nothing to see' }),
  ],
  'a decision of the policy': [
    'withdrawal_decisions',
    async (trx) => await trx('withdrawal_decisions').update({ policy_version: 7 }),
  ],
};

test.each(Object.entries(edits))('edited by the owner: %s', async (_name, [table, work]) => {
  expect(faultsOf(await afterTampering(knex, work, all)).origins).toMatch(
    new RegExp(`${table} .*its proof that the desk wrote it is wrong`),
  );
});
