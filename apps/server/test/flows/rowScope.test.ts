import { expect, test } from 'vitest';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { pay } from '../support/fullDesk.ts';
import { appCaller, call, httpDesk, procedures, staffCaller, userCaller } from '../support/http.ts';
import { EVM_ADDRESS, fundedUser, newPayment, newWithdrawal, transactionsOf } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);

async function userWithEverything(name: string) {
  const user = await fundedUser(desk, '500.00');
  const payment = await newPayment(desk, user.id, '50.00');
  const paid = await pay(desk, await newPayment(desk, user.id, '60.00'));
  const withdrawal = await newWithdrawal(desk, user.id, '20.00');
  const charge = await chargeUser(desk, actors.service(), {
    userId: user.id,
    amountUsd: '1.00',
    description: name,
  });
  return { user, payment, paid, withdrawal, charge, caller: await userCaller(desk, user.id) };
}
const ada = await userWithEverything('ada');
const bob = await userWithEverything('bob');
const ids: Record<string, { mine: string; theirs: string }> = {
  payments: { mine: ada.payment.id, theirs: bob.payment.id },
  transactions: { mine: ada.charge.id, theirs: bob.charge.id },
  withdrawals: { mine: ada.withdrawal.id, theirs: bob.withdrawal.id },
  balances: { mine: ada.user.id, theirs: bob.user.id },
  users: { mine: ada.user.id, theirs: bob.user.id },
};
const own = Object.keys(ids);

test('every list that a user token may read is tested here', () => {
  const readable = [...procedures].filter(
    ([path, { meta }]) =>
      path.endsWith('.list') &&
      // Events are tested in test/events/reading.test.ts.
      [
        'payments.read',
        'balances.read',
        'transactions.read',
        'withdrawals.read',
        'users.read',
        'currencies.read',
      ].includes(meta?.permission ?? ''),
  );
  expect(new Set(readable.map(([path]) => path.split('.')[0]))).toEqual(new Set([...own, 'currencies']));
});

test.each(own)('a user token lists %s of its own user only', async (resource) => {
  const { data } = (await call(app, ada.caller, `${resource}.list`, { perPage: 100 })).data as {
    data: { id: string; userId?: string }[];
  };
  expect(data.length).toBeGreaterThan(0);
  expect(data.every((row) => (row.userId ?? row.id) === ada.user.id)).toBe(true);
});

test.each(['payments', 'transactions', 'withdrawals'])(
  'a filter for another user’s %s returns nothing',
  async (resource) => {
    const answer = (await call(app, ada.caller, `${resource}.list`, { filter: { userId: bob.user.id } }))
      .data as { data: unknown[]; total: number };
    expect([answer.data, answer.total]).toEqual([[], 0]);
  },
);

test.each(own)('a user token gets its own row of %s, and NOT_FOUND for another user’s', async (resource) => {
  expect((await call(app, ada.caller, `${resource}.get`, { id: ids[resource]?.mine })).status).toBe(200);
  expect(
    (await call(app, ada.caller, `${resource}.get`, { id: ids[resource]?.theirs })).error?.data,
  ).toMatchObject({ code: 'NOT_FOUND', reason: 'NOT_FOUND' });
});

test.each(own)('getMany of %s omits other users’ rows', async (resource) => {
  const { mine, theirs } = ids[resource] as { mine: string; theirs: string };
  const { data } = (await call(app, ada.caller, `${resource}.getMany`, { ids: [mine, theirs] })).data as {
    data: { id: string }[];
  };
  expect(data.map((row) => row.id)).toEqual([mine]);
});

const address = { currencyCode: 'USDTBSC', walletAddress: EVM_ADDRESS };

test.each<[string, object, string]>([
  ['payments.create', { userId: bob.user.id, amountUsd: '10.00', currencyCode: 'USDTBSC' }, 'FORBIDDEN'],
  ['payments.confirm', { id: bob.payment.id }, 'NOT_FOUND'],
  ['payments.cancel', { id: bob.payment.id }, 'NOT_FOUND'],
  ['withdrawals.create', { userId: bob.user.id, amountUsd: '10.00', ...address }, 'FORBIDDEN'],
  ['withdrawals.cancel', { id: bob.withdrawal.id }, 'NOT_FOUND'],
  ['balances.at', { userId: bob.user.id, at: '2026-01-01T00:00:00Z' }, 'FORBIDDEN'],
])('a user token cannot %s for another user', async (path, input, code) => {
  expect((await call(app, ada.caller, path, input)).error?.data.code).toBe(code);
});

test('a user token does all of that for its own user', async () => {
  const created = (
    await call(app, ada.caller, 'payments.create', {
      userId: ada.user.id,
      amountUsd: '10.00',
      currencyCode: 'USDTBSC',
    })
  ).data as { id: string };
  expect((await call(app, ada.caller, 'payments.confirm', { id: created.id })).status).toBe(200);
  expect((await call(app, ada.caller, 'payments.cancel', { id: created.id })).data).toMatchObject({
    status: 'cancelled',
  });
  const requested = (
    await call(app, ada.caller, 'withdrawals.create', { userId: ada.user.id, amountUsd: '10.00', ...address })
  ).data as { id: string };
  expect((await call(app, ada.caller, 'withdrawals.cancel', { id: requested.id })).data).toMatchObject({
    status: 'cancelled',
    requestedBy: { kind: 'user', id: ada.user.id },
  });
  expect(
    (await call(app, ada.caller, 'balances.at', { userId: ada.user.id, at: '2000-01-01T00:00:00Z' })).data,
  ).toMatchObject({ balanceUsd: '0.00', seq: 0 });
});

test('the provider’s data is for staff and apps, not for the user', async () => {
  const asked = async (caller: Record<string, string>) =>
    (await call(app, caller, 'payments.get', { id: ada.paid.id })).data as Record<string, unknown>;
  expect(await asked(ada.caller)).not.toHaveProperty('providerData');
  expect(await asked(await appCaller(desk, ['payments.read']))).toHaveProperty('providerData');
  expect(JSON.stringify((await call(app, ada.caller, 'payments.list', {})).data)).not.toContain(
    'providerData',
  );
});

test('notes of staff are not for the user', async () => {
  const secret = 'looks like a stolen account';
  const eve = await newUser(desk);
  const payment = await newPayment(desk, eve.id, '30.00');
  await markCompleted(desk, actors.staff('Grace'), payment.id, secret);
  await desk.knex('payments').where({ id: payment.id }).update({ needs_attention: secret });
  await freezeUser(desk, actors.staff('Grace'), eve.id, true, secret);
  const caller = await userCaller(desk, eve.id);
  for (const path of ['users.list', 'transactions.list', 'payments.list']) {
    const text = JSON.stringify((await call(app, caller, path, {})).data);
    expect(text, path).not.toContain(secret);
    expect(text, path).not.toContain('Grace');
  }
  const staff = JSON.stringify(
    (await call(app, await staffCaller(desk, 'viewer'), 'transactions.list', { filter: { userId: eve.id } }))
      .data,
  );
  expect([staff.includes(secret), staff.includes('Grace')]).toEqual([true, true]);
});

test('a user token cannot reach suspense, audit, staff or keys', async () => {
  for (const path of ['suspense.list', 'audit.list', 'staff.list', 'apiKeys.list', 'dashboard.summary'])
    expect((await call(app, ada.caller, path)).error?.data.code).toBe('FORBIDDEN');
  expect(await SuspenseItem.query(desk.knex)).toEqual([]);
});

test('an anonymised user’s token no longer works', async () => {
  const gone = await newUser(desk);
  const caller = await userCaller(desk, gone.id);
  expect((await call(app, caller, 'system.session')).status).toBe(200);
  expect(
    (await call(app, await staffCaller(desk, 'operator'), 'users.anonymize', { id: gone.id })).data,
  ).toMatchObject({ isAnonymized: true, email: null });
  expect((await call(app, caller, 'system.session')).status).toBe(401);
});

test('the ledger records the caller, whatever user the input names', async () => {
  const caller = await appCaller(desk, ['transactions.charge']);
  await call(app, caller, 'transactions.charge', {
    userId: bob.user.id,
    amountUsd: '1.00',
    actor: { kind: 'staff', id: 'forged' },
  });
  expect((await transactionsOf(desk.knex, bob.user.id)).at(-1)).toMatchObject({
    actorKind: 'service',
    actorName: 'shop',
  });
});
