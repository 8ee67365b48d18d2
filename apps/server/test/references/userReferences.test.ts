import { expect, test } from 'vitest';
import { z } from 'zod';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { newId } from '../../src/base/identifiers.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { appCaller, call, httpDesk, procedures, staffCaller, userCaller } from '../support/http.ts';
import { EVM_ADDRESS, fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;
await offerCurrencies(desk);
const ada = await fundedUser(desk, '5000.00');
const bob = await fundedUser(desk, '5000.00');
const shop = await appCaller(desk, [
  'balances.read',
  'events.read',
  'payments.create',
  'payments.read',
  'transactions.bonus',
  'transactions.charge',
  'transactions.fee',
  'transactions.read',
  'users.read',
  'users.token',
  'withdrawals.create',
  'withdrawals.read',
]);
const admin = await staffCaller(desk, 'admin');
const browser = await userCaller(desk, ada.id);
for (const { id } of [ada, bob]) {
  await newPayment(desk, id, '20.00');
  await newWithdrawal(desk, id, '20.00');
}

const at = new Date().toISOString();
/** Every procedure that is about one user, with the rest of its input; and whether users may call it. */
const aboutOne = [
  ['payments.create', { amountUsd: '20.00', currencyCode: 'USDTBSC' }, shop, true],
  [
    'withdrawals.create',
    { amountUsd: '20.00', currencyCode: 'USDTBSC', walletAddress: EVM_ADDRESS },
    shop,
    true,
  ],
  ['transactions.charge', { amountUsd: '1.00' }, shop, false],
  ['transactions.fee', { amountUsd: '1.00' }, shop, false],
  ['transactions.bonus', { amountUsd: '1.00' }, shop, false],
  ['transactions.adjust', { amountUsd: '1.00', reason: 'counted twice' }, admin, false],
  ['balances.at', { at }, shop, true],
  ['balances.verify', {}, admin, false],
  ['users.token', {}, shop, false],
  ['users.revokeTokens', {}, admin, false],
] as const;
const lists = ['payments', 'withdrawals', 'transactions', 'suspense', 'balances'] as const;

/** The places at which a procedure takes the id of a user. */
function takesUser(path: string): 'one' | 'filter' | 'optional' | null {
  const input = procedures.get(path)?.inputs[0];
  if (!(input instanceof z.ZodType)) return null;
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const fields = (schema.properties ?? {}) as Record<string, { properties?: object }>;
  if ('userId' in fields) return 'userExternalId' in fields ? 'one' : 'optional';
  return 'userId' in (fields['filter']?.properties ?? {}) ? 'filter' : null;
}

test('userExternalId is taken wherever userId is', () => {
  const taking = [...procedures.keys()].filter((path) => takesUser(path) !== null);
  expect(new Set(taking)).toEqual(
    new Set([
      ...aboutOne.map(([path]) => path),
      ...lists.flatMap((resource) => [`${resource}.list`, `${resource}.totals`]),
      'events.list',
      'suspense.credit',
    ]),
  );
  expect(taking.filter((path) => takesUser(path) === 'optional')).toEqual([]);
});

test.each(aboutOne)('%s finds the user by your own id', async (path, input, caller) => {
  const { data, error } = await call(app, caller, path, { ...input, userExternalId: bob.externalId });
  expect(error).toBeNull();
  expect(data).toMatchObject({ userId: bob.id });
});

test.each(aboutOne)('%s takes exactly one of both', async (path, input, caller) => {
  for (const ids of [{}, { userId: bob.id, userExternalId: bob.externalId }]) {
    const { status, error } = await call(app, caller, path, { ...input, ...ids });
    expect([status, error?.data.reason]).toEqual([400, 'INVALID_INPUT']);
    expect(error?.data.zodError?.fieldErrors['userId']).toEqual([
      'give exactly one of userId and userExternalId',
    ]);
  }
});

test.each(aboutOne)(
  '%s: an unknown id is NOT_FOUND, compared as sent; a malformed one INVALID_INPUT',
  async (...row) => {
    const [path, input, caller] = row;
    for (const userExternalId of ['unknown', ` ${bob.externalId}`, bob.externalId.toUpperCase()])
      expect((await call(app, caller, path, { ...input, userExternalId })).error?.data.reason).toBe(
        'NOT_FOUND',
      );
    for (const userExternalId of ['', ' ', 'x'.repeat(201), 7, null, { not: 'a text' }])
      expect((await call(app, caller, path, { ...input, userExternalId })).error?.data.reason).toBe(
        'INVALID_INPUT',
      );
  },
);

test.each(aboutOne)(
  '%s: other mistakes are named before the user is looked up',
  async (path, input, caller) => {
    const { error } = await call(app, caller, path, { ...input, userExternalId: 'unknown', nonsense: 1 });
    expect(error?.data.zodError?.fieldErrors['nonsense']).toBeDefined();
  },
);

test.each(aboutOne.filter(([, , , users]) => users))(
  '%s: a user token names itself, and learns nothing about others',
  async (path, input) => {
    const mine = await call(app, browser, path, { ...input, userExternalId: ada.externalId });
    expect(mine.data).toMatchObject({ userId: ada.id });
    const answers = [];
    for (const userExternalId of [bob.externalId, 'unknown']) {
      const { status, error } = await call(app, browser, path, { ...input, userExternalId });
      answers.push([status, error?.data.reason, error?.message]);
    }
    expect(answers[0]?.slice(0, 2)).toEqual([403, 'PERMISSION_DENIED']);
    expect(answers[1]).toEqual(answers[0]);
  },
);

test.each(lists)('%s.list filters by either id', async (resource) => {
  const rows = async (filter: object, caller = admin) => {
    const { data, error } = await call(app, caller, `${resource}.list`, { filter, perPage: 100 });
    expect(error).toBeNull();
    return (data as { data: { userId: string | null }[] }).data.map(({ userId }) => userId);
  };
  const byId = await rows({ userId: bob.id });
  expect(await rows({ userExternalId: bob.externalId })).toEqual(byId);
  if (resource !== 'suspense') expect(new Set(byId)).toEqual(new Set([bob.id]));
  expect(await rows({ userExternalId: 'unknown' })).toEqual([]);
  if (resource !== 'suspense') {
    expect(new Set(await rows({ userExternalId: ada.externalId }, browser))).toEqual(new Set([ada.id]));
    expect(await rows({ userExternalId: bob.externalId }, browser)).toEqual([]);
  }
  const both = { userId: bob.id, userExternalId: bob.externalId };
  const { error } = await call(app, admin, `${resource}.list`, { filter: both });
  expect(error?.data.zodError?.fieldErrors['filter.userId']).toEqual([
    'give only one of userId and userExternalId',
  ]);
});

test('events.list takes either id', async () => {
  const { error } = await call(app, shop, 'events.list', { userExternalId: bob.externalId });
  expect(error).toBeNull();
  const both = { userId: bob.id, userExternalId: bob.externalId };
  expect((await call(app, shop, 'events.list', both)).error?.data.reason).toBe('INVALID_INPUT');
  expect((await call(app, shop, 'events.list', { userExternalId: 'unknown' })).error?.data.reason).toBe(
    'NOT_FOUND',
  );
  expect((await call(app, browser, 'events.list', { userExternalId: ada.externalId })).error).toBeNull();
  expect(
    (await call(app, browser, 'events.list', { userExternalId: bob.externalId })).error?.data.reason,
  ).toBe('PERMISSION_DENIED');
});

test('a suspense item is credited to the user of your own id', async () => {
  const item = await SuspenseItem.query(knex).insertAndFetch({
    id: newId(),
    reason: 'unknown_payment',
    providerPaymentId: newId(),
    currencyCode: 'USDTBSC',
    amount: '7',
    amountUsd: '7.00',
    evidence: {},
  });
  const input = { id: item.id, note: 'belongs to Bob', userExternalId: bob.externalId };
  const { data, error } = await call(app, admin, 'suspense.credit', input);
  expect(error).toBeNull();
  expect(data).toMatchObject({ status: 'credited', userId: bob.id });
});

test('the two ids of one user are one input of an idempotency key', async () => {
  const charge = { amountUsd: '1.00', idempotencyKey: newId() };
  const first = await call(app, shop, 'transactions.charge', { ...charge, userId: bob.id });
  const again = await call(app, shop, 'transactions.charge', { ...charge, userExternalId: bob.externalId });
  expect((again.data as { id: string }).id).toBe((first.data as { id: string }).id);
  expect(again.headers['idempotent-replayed']).toBe('true');
  const other = await call(app, shop, 'transactions.charge', { ...charge, userExternalId: ada.externalId });
  expect(other.error?.data.reason).toBe('IDEMPOTENCY_CONFLICT');
});

test('the limits of a key hold, and a user that does not exist uses none of them up', async () => {
  const limits = { 'transactions.bonus': { callUsd: '5.00', dayUsd: '5.00' } };
  const { key } = await insertApiKey(knex, {
    name: 'limited',
    scopes: ['transactions.bonus'],
    limits,
    createdByStaffId: null,
  });
  const caller = { authorization: `Bearer ${key}` };
  const bonus = async (userExternalId: string, amountUsd: string) =>
    (await call(app, caller, 'transactions.bonus', { userExternalId, amountUsd })).error?.data.reason ?? 'OK';
  expect(await bonus(bob.externalId, '5.01')).toBe('KEY_LIMIT_EXCEEDED');
  expect(await bonus('unknown', '5.00')).toBe('NOT_FOUND');
  expect(await bonus(bob.externalId, '5.00')).toBe('OK');
  expect(await bonus(bob.externalId, '0.01')).toBe('KEY_LIMIT_EXCEEDED');
});

test('users.getByExternalId answers as get, for a user token its own user alone', async () => {
  const byId = await call(app, shop, 'users.get', { id: bob.id });
  const found = await call(app, shop, 'users.getByExternalId', { externalId: bob.externalId });
  expect(found.data).toEqual(byId.data);
  const reason = async (caller: Record<string, string>, externalId: unknown) =>
    (await call(app, caller, 'users.getByExternalId', { externalId })).error?.data.reason ?? 'OK';
  expect(await reason(shop, ` ${bob.externalId}`)).toBe('NOT_FOUND');
  expect(await reason(shop, '')).toBe('INVALID_INPUT');
  expect(await reason(browser, ada.externalId)).toBe('OK');
  expect(await reason(browser, bob.externalId)).toBe('NOT_FOUND');
  expect(await reason(await appCaller(desk, ['payments.read']), bob.externalId)).toBe('PERMISSION_DENIED');
});

test('an anonymised user is no longer found by its former id, which another user may then have', async () => {
  const gone = await newUser(desk);
  await anonymizeUser(desk, actors.staff(), gone.id);
  const input = { userExternalId: gone.externalId, amountUsd: '20.00', currencyCode: 'USDTBSC' };
  expect((await call(app, shop, 'payments.create', input)).error?.data.reason).toBe('NOT_FOUND');
});
