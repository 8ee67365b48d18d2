import { expect, test } from 'vitest';
import { currencyCreateInput } from '@paydesk/types';
import { createApiKey } from '../../src/apiKeys/createApiKey.ts';
import { setAllowedAddresses } from '../../src/apiKeys/setAllowedAddresses.ts';
import { insertKeyWithoutSecret } from '../../src/auth/apiKeys.ts';
import type { Actor } from '../../src/base/actor.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { createCurrency } from '../../src/currencies/createCurrency.ts';
import { Currency } from '../../src/models/Currency.ts';
import { Staff } from '../../src/models/Staff.ts';
import { publishPolicy } from '../../src/policies/publishPolicy.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { addStaff } from '../../src/staff/addStaff.ts';
import { inviteStaff } from '../../src/staff/inviteStaff.ts';
import { resetPassword } from '../../src/staff/resetPassword.ts';
import { stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import type { TrpcAnswer } from '../support/http.ts';
import { refusalOf } from '../support/money.ts';
import { offerCurrencies, testDesk } from '../support/testDesk.ts';
import { governedDesk, reasonOf, requestOf, type Insider } from './governedDesk.ts';

/*
 * What changes nothing needs no one else. Between that look and the action a colleague may act: then the action would
 * undo what the colleague did, and needs another person after all.
 */
const { desk, knex, insider } = await governedDesk();
const simulatorDesk = await testDesk({ knex });
await offerCurrencies(desk);
const [ada, bob] = [await insider('admin'), await insider('admin')];
const bobActor: Actor = { kind: 'staff', id: bob.id, name: 'Bob' };

/** Stops a call after it was looked at, lets a colleague act, and goes on. */
async function meanwhile(person: Insider, call: () => Promise<TrpcAnswer>, act: () => Promise<unknown>) {
  await knex('staff_step_ups').insert({ staff_id: person.id }).onConflict('staff_id').ignore();
  const blocker = await knex.transaction();
  try {
    await blocker('staff_step_ups').where({ staff_id: person.id }).forUpdate();
    const running = call();
    await isWaiting();
    await act();
    await blocker.commit();
    return reasonOf(await running);
  } finally {
    if (!blocker.isCompleted()) await blocker.rollback();
  }
}

async function isWaiting(): Promise<void> {
  for (let checks = 0; checks < 200; checks += 1) {
    const { rows } = await knex.raw<{ rows: object[] }>(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query like '%staff_step_ups%'`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no call waits for its second factor');
}

test('a stop of all payouts is not lifted by someone who saw none', async () => {
  const ann = await insider('approver');
  const resume = async () => await ann.does('withdrawals.resumePayouts', { note: 'keep running' });
  expect(await meanwhile(ann, resume, async () => await stopPayouts(desk, bobActor, 'fraud'))).toBe(
    'CHANGE_REQUESTED',
  );
  expect(await knex('payout_stops').whereNull('resumed_at')).toHaveLength(1);
  const id = requestOf(await resume());
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
  expect(await resume().then(reasonOf)).toBe('OK');
});

test('a colleague who was deactivated meanwhile stays so', async () => {
  const { id } = await insider('approver');
  const reactivate = async () => await ada.does('staff.reactivate', { id });
  expect(
    await meanwhile(
      ada,
      reactivate,
      async () => await knex('staff').where({ id }).update({ deactivated_at: new Date() }),
    ),
  ).toBe('CHANGE_REQUESTED');
  expect((await Staff.query(knex).findById(id))?.deactivatedAt).not.toBeNull();
});

test('a role that was taken away meanwhile is not given back', async () => {
  const { id } = await insider('approver');
  const setRole = async () => await ada.does('staff.setRole', { id, role: 'approver' });
  expect(
    await meanwhile(ada, setRole, async () => await knex('staff').where({ id }).update({ role: 'viewer' })),
  ).toBe('CHANGE_REQUESTED');
  expect((await Staff.query(knex).findById(id))?.role).toBe('viewer');
});

test('a rule that was made stricter meanwhile stays so', async () => {
  const rule = { role: 'viewer' as const };
  const loosen = async () => await ada.does('staff.setRule', { ...rule, secondFactorRequired: false });
  const tighten = async () => await knex('staff_rules').where(rule).update({ second_factor_required: true });
  expect(await meanwhile(ada, loosen, tighten)).toBe('CHANGE_REQUESTED');
  expect(await knex('staff_rules').where(rule).first()).toMatchObject({ second_factor_required: true });
});

test('a fee that was raised meanwhile is not set back', async () => {
  const { id, networkFeeUsd } = await Currency.query(knex).findOne({ code: 'USDTBSC' }).throwIfNotFound();
  const update = async () => await ada.does('currencies.update', { id, networkFeeUsd });
  const raise = async () => await knex('currencies').where({ id }).update({ network_fee_usd: '9.00' });
  expect(await meanwhile(ada, update, raise)).toBe('CHANGE_REQUESTED');
  expect(await Currency.query(knex).findById(id)).toMatchObject({ networkFeeUsd: '9.00' });
});

test('a change of the provider that came meanwhile is not accepted unseen', async () => {
  const { id, network, contractAddress, decimalPlaces, chainDecimals } = await Currency.query(knex)
    .findOne({ code: 'USDTBSC' })
    .throwIfNotFound();
  const pendingChange = { network, contractAddress, decimalPlaces, chainDecimals };
  const accept = async () => await ada.does('currencies.acceptChange', { id, pendingChange });
  const change = async () =>
    await Currency.query(knex)
      .findById(id)
      .patch({
        isAvailable: false,
        pendingChange: { network: 'eth', contractAddress: null, decimalPlaces: 6, chainDecimals: 6 },
      });
  expect(await meanwhile(ada, accept, change)).toBe('CHANGED_MEANWHILE');
  expect(await Currency.query(knex).findById(id)).toMatchObject({ network: 'bsc' });
});

test('a secret is collected once, also by two calls at the same time', async () => {
  const id = await insertKeyWithoutSecret(knex, {
    name: 'shop',
    scopes: ['transactions.bonus'],
    createdByStaffId: ada.id,
    secretDueToStaffId: ada.id,
  });
  const collect = async () => await ada.does('apiKeys.rotate', { id, overlapHours: 0 });
  expect(
    await meanwhile(ada, collect, async () => {
      await knex('api_keys').where({ id }).update({ secret_due_to_staff_id: null });
    }),
  ).toBe('CHANGE_REQUESTED');
  expect(await knex('api_key_secrets').where({ api_key_id: id })).toEqual([]);
});

test('a link is collected once, also by two calls at the same time', async () => {
  const input = { email: 'new@hired.test', name: 'New', role: 'approver' };
  const request = requestOf(await ada.does('staff.invite', input));
  const { data } = await bob.does('changeRequests.approve', { id: request });
  const { id } = (data as { result: { id: string } }).result;
  const collect = async () => await ada.does('staff.reissueInvite', { id });
  expect(
    await meanwhile(ada, collect, async () => {
      await knex('staff_invites').where({ id }).update({ revoked_at: new Date() });
    }),
  ).toBe('CHANGE_REQUESTED');
  expect(await knex('staff_invites').where({ email: input.email })).toHaveLength(1);
});

const refusing: Actor = {
  kind: 'staff',
  id: ada.id,
  name: 'Ada',
  stepUp: {
    kind: 'totp',
    staffId: ada.id,
    challenge: '',
    covers: null,
    verifiedAt: '',
    passkeyId: null,
    assertion: null,
  },
  admit: async () => await Promise.reject(new DomainError('MORE_APPROVALS_NEEDED', 'not alone')),
};
const commands: [string, () => Promise<unknown>][] = [
  [
    'staff.invite',
    async () => await inviteStaff(desk, refusing, { email: 'a@b.test', name: 'A', role: 'viewer' }),
  ],
  [
    'staff.create',
    async () => await addStaff(simulatorDesk, refusing, { email: 'a@b.test', name: 'A', role: 'viewer' }),
  ],
  ['staff.resetPassword', async () => await resetPassword(desk, refusing, { id: bob.id })],
  [
    'apiKeys.create',
    async () => await createApiKey(desk, refusing, { name: 'k', scopes: ['payments.read'] }),
  ],
  [
    'apiKeys.setAllowedAddresses',
    async () => {
      const { id } = await knex('api_keys').first<{ id: string }>('id');
      await setAllowedAddresses(desk, refusing, { id, allowedAddresses: null });
    },
  ],
  [
    'policies.publish',
    async () => {
      const { rules, version } = await currentPolicy(knex, desk);
      await publishPolicy(desk, refusing, { rules, note: 'a note', baseVersion: version });
    },
  ],
  [
    'currencies.create',
    async () =>
      await createCurrency(desk, refusing, {
        ...currencyCreateInput.parse({
          code: 'NEW',
          name: 'N',
          token: 'N',
          network: 'eth',
          decimalPlaces: 6,
        }),
      }),
  ],
];

test.each(commands)('%s asks again before it does anything', async (_action, run) => {
  const entries = async () => Number((await knex('audit_log').count('* as n').first())?.['n']);
  const before = await entries();
  expect(await refusalOf(run())).toBe('MORE_APPROVALS_NEEDED');
  expect(await entries()).toBe(before);
});
