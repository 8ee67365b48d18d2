import { MUTATION_CLASSES, ROLE_PERMISSIONS, type StaffRole } from '@paydesk/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { createApp } from '../../src/http/createApp.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { sampleInput } from '../audit/sampleInput.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { call, changeRequestIdOf, procedures, PUBLIC_URL, type Caller } from '../support/http.ts';
import { EVM_HASH, newPayment, newWithdrawal } from '../support/money.ts';
import { signedIn, withTotp } from '../support/people.ts';
import { actors, testDesk, testSettings } from '../support/testDesk.ts';

/*
 * A thief with nothing but a session cookie, on a desk with a real provider, calls every mutation there is with
 * valid inputs. The list is the table of classes: a new mutation is attacked by itself.
 */
const full = await fullDesk();
const { knex } = full;
const desk = await testDesk({
  knex,
  settings: testSettings({
    PUBLIC_URL,
    NOWPAYMENTS_API_KEY: 'a real key',
    NOWPAYMENTS_IPN_SECRET: 'a real secret',
  }),
});
const app = await createApp(desk);
afterAll(async () => await app.close());

/** What a thief can do at most with the mutations that need a session only. */
const ROUTINE: Record<string, string> = {
  'currencies.sync': 'update the list of currencies from the provider',
  'payments.create': 'create a payment, which moves nothing until someone pays it',
  'payments.refresh': 'ask the provider about a payment',
  'payments.confirm': 'ask the provider about a payment',
  'payments.cancel': 'cancel a payment; money that arrives later is credited all the same',
  'payments.markFailed': 'mark a payment as failed; money that arrives later is credited all the same',
  'payments.acknowledge': 'clear the flag of a payment, with a note in the audit log',
  'payments.addNote': 'add a note in the name of the person who was robbed; no note is lost',
  'suspense.addNote': 'add a note',
  'exports.create': 'save a list that the person may read',
  'exports.cancel': 'end such an export',
  'savedViews.save': 'keep a view of a list',
  'savedViews.delete': 'delete an own view',
  'claims.take': 'say that the person works on a row, which blocks no one',
  'claims.release': 'say that the person works on it no more',
  'claims.handOver': 'say that a colleague works on it',
  'withdrawals.addNote': 'add a note',
  'users.addNote': 'add a note',
  'reconciliations.start': 'start a comparison with the provider',
  'balances.verify': 'check a user’s ledger',
  'users.upsert': 'create a user, or change a name',
  'users.token': 'nothing: only apps create tokens',
  'audit.verify': 'check the audit log',
  'webhookEndpoints.sendTest': 'send a test to a receiver that an admin has named',
  'webhookDeliveries.resend': 'send an event again to the receiver that had it',
  'webhookDeliveries.explain': 'compare a body with the one that was sent',
  'security.passkeyOptions': 'ask for a challenge; enrolling a passkey needs the password as well',
  'security.renamePasskey': 'rename a passkey',
  'system.simulateDeposit': 'nothing: there is no simulator',
};

const paths = Object.keys(MUTATION_CLASSES);
const guarded = paths.filter((path) => MUTATION_CLASSES[path as keyof typeof MUTATION_CLASSES] !== 'routine');
const { rules } = await currentPolicy(knex, desk);
const IDS: Record<string, string> = {};

beforeAll(async () => {
  const other = await signedIn(desk, 'operator');
  const invite = newId();
  await knex('staff_invites').insert({
    id: invite,
    kind: 'invite',
    email: 'guest@stolen.test',
    name: 'Guest',
    role: 'admin',
    token_hash: 'a'.repeat(64),
    expires_at: new Date(Date.now() + 3_600_000),
  });
  const apiKey = newId();
  await knex('api_keys').insert({ id: apiKey, name: 'shop', scopes: ['transactions.bonus'] });
  const maker = await withTotp(desk, 'admin');
  await signedIn(desk, 'admin');
  const waiting = await call(app, maker.caller, 'transactions.bonus', {
    userId: full.user.id,
    amountUsd: '5000.00',
    proof: maker.totp.code(),
  });
  Object.assign(IDS, {
    changeRequests: changeRequestIdOf(waiting),
    payments: (await newPayment(full.desk, full.user.id, '30.00')).id,
    suspense: (await knex('suspense_items').first<{ id: string }>('id')).id,
    withdrawals: (await newWithdrawal(full.desk, full.user.id, '10.00')).id,
    users: full.user.id,
    currencies: (await knex('currencies').where({ code: 'USDTBSC' }).first<{ id: string }>('id')).id,
    apiKeys: apiKey,
    staff: other.staff.id,
    webhookEndpoints: (
      await createEndpoint(desk, actors.service(), {
        url: 'https://shop.example.com/',
        description: '',
        eventTypes: null,
        after: 'now',
      })
    ).endpoint.id,
    invite,
  });
});

const WORDS: Record<string, unknown> = {
  currencyCode: 'USDTBSC',
  code: 'NEWCOIN',
  walletAddress: '0x52908400098527886E0F7030069857D2E4169EE7',
  transactionHash: EVM_HASH,
  email: 'thief@stolen.test',
  role: 'admin',
  scopes: ['transactions.bonus', 'withdrawals.create'],
  allowedAddresses: null,
  chargeId: full.charge.id,
  userId: full.user.id,
  paymentId: full.payment.id,
  rules: { ...rules, allowSamePerson: true, secondFactor: 'ifEnrolled' },
  baseVersion: 0,
  url: 'https://thief.example.com/',
  eventTypes: null,
  secondFactorRequired: false,
  amountUsd: '50.00',
  amount: '1.5',
  contractAddress: null,
  symbol: 'N',
  cryptoAmount: '0.5',
  serviceFeePercent: '0',
  expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  resource: 'payments',
  field: 'createdAt',
};

/** A valid input, without `proof`: a thief has none. */
function attack(path: string): object {
  const id = path.endsWith('Invite') ? IDS['invite'] : (IDS[path.split('.')[0] ?? ''] ?? newId());
  const input = sampleInput(path, procedures.get(path)?.inputs[0], (name) => {
    if (name === 'id') return id;
    if (name === 'ids') return [id];
    if (name === 'sessionId' || name === 'idempotencyKey') return newId();
    if (name === 'limits') return {};
    if (name === 'minAmountUsd') return '1.00';
    if (name.endsWith('Usd') && name !== 'amountUsd') return '0.00';
    return WORDS[name];
  }) as Record<string, unknown>;
  delete input['proof'];
  if (path === 'transactions.adjust') input['amountUsd'] = '40000.00';
  if (path === 'suspense.credit') input['amountUsd'] = '20.00';
  if (path === 'transactions.refund') input['amountUsd'] = '10.00';
  return input;
}

/** Everything that a thief wants to change. */
const TABLES = [
  'transactions',
  'user_balances',
  'withdrawal_requests',
  'withdrawal_approvals',
  'withdrawal_policies',
  'payouts',
  'suspense_items',
  'api_keys',
  'api_key_secrets',
  'user_tokens',
  'staff',
  'staff_accounts',
  'staff_rules',
  'staff_invites',
  'staff_passkeys',
  'staff_two_factors',
  'change_requests',
  'change_request_approvals',
  'webhook_endpoints',
  'webhook_endpoint_secrets',
];

/** A check of a ledger notes when it ran, and a new user has an empty balance. */
const COLUMNS: Record<string, string> = {
  user_balances: '(select user_id, balance_usd, held_usd from user_balances where balance_usd <> 0)',
};

async function fingerprint(tables: readonly string[]): Promise<string> {
  const parts = tables.map(
    (table) => `select '${table}' as name, md5(coalesce(string_agg(t::text, ';' order by t::text), '')) as sum
      from ${COLUMNS[table] ?? table} t`,
  );
  const { rows: sums } = await knex.raw<{ rows: object[] }>(parts.join(' union all '));
  return JSON.stringify(sums);
}

const people: [string, StaffRole, boolean][] = [
  ['an admin with a second factor', 'admin', true],
  ['an admin without one', 'admin', false],
  ['an approver with a second factor', 'approver', true],
  ['an approver without one', 'approver', false],
  ['an operator with a second factor', 'operator', true],
  ['an operator without one', 'operator', false],
];

/** Refused before a second factor is asked for, for the state or the input. */
const EARLIER_REFUSALS: Record<string, string> = {
  'withdrawals.payOut': 'PAYOUTS_DISABLED',
  'withdrawals.complete': 'ILLEGAL_TRANSITION',
  'currencies.acceptChange': 'CHANGED_MEANWHILE',
  'security.addPasskey': 'INVALID_INPUT',
  'security.removePasskey': 'NOT_FOUND',
  'security.disableTotp': 'PASSWORD_WRONG',
  'security.newRecoveryCodes': 'NOT_FOUND',
  'staff.create': 'INVITATION_REQUIRED',
};

test('what a session alone can do is listed', () => {
  expect(Object.keys(ROUTINE).toSorted()).toEqual(paths.filter((path) => !guarded.includes(path)).toSorted());
});

test.each(people)(
  'the stolen session of %s moves, mints and weakens nothing',
  async (_who, role, enrolled) => {
    const { caller } = enrolled ? await withTotp(desk, role) : await signedIn(desk, role);
    const before = await fingerprint([...TABLES, 'users', 'currencies', 'staff_sessions']);
    const answers = new Map<string, string>();
    for (const path of guarded) {
      const answer = await call(app, caller, path, attack(path));
      answers.set(path, answer.error?.data.reason ?? 'OK');
    }
    for (const [path, reason] of answers)
      expect(['SECOND_FACTOR_REQUIRED', 'PERMISSION_DENIED', EARLIER_REFUSALS[path]], path).toContain(reason);
    expect(
      [...answers.values()].filter((reason) => reason === 'SECOND_FACTOR_REQUIRED').length,
    ).toBeGreaterThan(role === 'operator' ? 8 : enrolled ? 15 : -1);
    expect(await fingerprint([...TABLES, 'users', 'currencies', 'staff_sessions'])).toBe(before);
  },
);

test.each(people)('nor do the routine actions of %s', async (_who, role, enrolled) => {
  const { caller } = enrolled ? await withTotp(desk, role) : await signedIn(desk, role);
  const others: Caller = (await signedIn(desk, 'admin')).caller;
  const before = await fingerprint(TABLES);
  for (const path of Object.keys(ROUTINE)) await call(app, caller, path, attack(path));
  expect(await fingerprint(TABLES)).toBe(before);
  expect((await call(app, others, 'security.overview')).error, 'no one else was signed out').toBeNull();
});

test('an admin or approver without a second factor reads, sets one up, and does nothing else', async () => {
  for (const role of ['admin', 'approver'] as const) {
    const { caller } = await signedIn(desk, role);
    expect((await call(app, caller, 'system.session')).data).toMatchObject({
      mustEnrol: true,
      permissions: ROLE_PERMISSIONS.viewer.filter((permission) => permission !== 'exports.manage'),
    });
    await knex('staff_rules').where({ role }).update({ second_factor_required: false });
    for (const path of ['dashboard.summary', 'withdrawals.list', 'security.overview'])
      expect((await call(app, caller, path)).error, path).toBeNull();
    for (const path of Object.keys(MUTATION_CLASSES).filter((one) => !HARMLESS_WHILE_ENROLLING.test(one)))
      expect((await call(app, caller, path, attack(path))).error?.data.reason, path).toMatch(
        /^(PERMISSION_DENIED|SECOND_FACTOR_REQUIRED)$/,
      );
    for (const path of ['staff.list', 'apiKeys.list'])
      expect((await call(app, caller, path)).error?.data.reason, path).toMatch(
        /^(PERMISSION_DENIED|SECOND_FACTOR_REQUIRED)$/,
      );
  }
});

/** Own sessions and factors, and recomputing what can be read. */
const HARMLESS_WHILE_ENROLLING =
  /^(security|sessions|savedViews)\.|^(balances|audit)\.verify$|^webhookDeliveries\.explain$/;

test('the audit log keeps how an action was verified', async () => {
  const { caller, totp, staff } = await withTotp(desk, 'operator');
  const input = { id: full.user.id, note: 'asked for a pause' };
  const code = totp.code();
  expect((await call(app, caller, 'users.freeze', { ...input, proof: code })).error).toBeNull();
  const entry = await knex('audit_log').where({ action: 'users.freeze', actor_id: staff.id }).first();
  expect(entry).toMatchObject({ step_up: { kind: 'totp', staffId: staff.id } });
  // A code is valid once, for one action.
  expect((await call(app, caller, 'users.unfreeze', { ...input, proof: code })).error?.data.reason).toBe(
    'SECOND_FACTOR_INVALID',
  );
});
