import { EXPORT_RESOURCES, type ExportResource } from '@paydesk/types';
import { expect, test } from 'vitest';
import { EXPORTED_LISTS } from '../../src/listExports/exportedLists.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { startReconciliation } from '../../src/payments/startReconciliation.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { sendTest } from '../../src/webhooks/sendTest.ts';
import { appCaller, call, httpDesk, procedures, staffCaller } from '../support/http.ts';
import { fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { rowsOf } from './download.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');

// Several of everything, with equal amounts and times among them.
const rich = await fundedUser(desk, '1000.00');
for (let index = 0; index < 7; index += 1) {
  const user = await newUser(desk, index % 2 === 0 ? 'the same' : `=cmd ${index}`);
  const payment = await newPayment(desk, user.id, index % 2 === 0 ? '20.00' : '30.00');
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, {
      payment_id: `770000${index}`,
      order_id: index % 3 === 0 ? payment.internalPaymentId : 'not ours',
      actually_paid: '20',
    }),
  );
  await newWithdrawal(desk, rich.id, '20.00');
  await giveBonus(desk, actors.service(), { userId: rich.id, amountUsd: '1.00', orderId: `order ${index}` });
  await appCaller(desk, ['users.read']);
  await staffCaller(desk, 'viewer');
  const url = `https://shop${index % 3}.example.com/`;
  const { endpoint } = await createEndpoint(desk, actors.service(), {
    url,
    description: '',
    eventTypes: null,
    after: 'now',
  });
  await sendTest(desk, actors.service(), { id: endpoint.id });
}
await startReconciliation(desk, actors.service(), {});
await staffCaller(desk, 'admin');
for (let index = 0; index < 5; index += 1)
  await call(app, admin, 'transactions.bonus', { userId: rich.id, amountUsd: `50${10 + index}.00` });
// More than two pages of one statement, all of the same time.
await desk.knex.raw(
  `insert into users (id, external_id, username, created_at)
   select gen_random_uuid(), 'many-' || n, 'many', '2026-01-01' from generate_series(1, 2100) n`,
);

interface Page {
  data: Record<string, unknown>[];
  nextCursor?: string;
}

/** All rows that the list shows, page by page. */
async function shown(resource: string, query: object): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let cursor: string | undefined; ;) {
    const { data, error } = await call(app, admin, `${resource}.list`, {
      ...query,
      perPage: 100,
      ...(cursor !== undefined && { cursor }),
    });
    expect(error).toBeNull();
    const page = data as Page;
    rows.push(...page.data);
    cursor = page.nextCursor;
    if (cursor === undefined) return rows;
  }
}

const QUERIES: Record<ExportResource, object[]> = {
  payments: [
    {},
    { filter: { status: ['pending', 'failed', 'completed'] }, sort: { field: 'amountUsd', order: 'ASC' } },
    { filter: { amountUsdMin: '25.00' } },
    { filter: { currencyCode: 'USDTBSC' }, sort: { field: 'updatedAt', order: 'DESC' } },
  ],
  suspense: [{}, { filter: { status: 'open' } }, { sort: { field: 'amountUsd', order: 'ASC' } }],
  balances: [{}, { filter: { hasHolds: true } }, { sort: { field: 'lastTransactionAt', order: 'DESC' } }],
  transactions: [
    {},
    { filter: { transactionType: ['bonus'] }, sort: { field: 'amountUsd', order: 'ASC' } },
    { filter: { orderId: 'order 3' } },
  ],
  withdrawals: [{}, { filter: { status: 'pending' }, sort: { field: 'createdAt', order: 'ASC' } }],
  currencies: [{}, { filter: { isActive: true } }],
  users: [
    { filter: { q: 'many' } },
    { filter: { q: 'the same' }, sort: { field: 'username', order: 'ASC' } },
  ],
  changeRequests: [{}, { filter: { status: 'waiting' } }],
  reconciliations: [{}],
  audit: [{}, { filter: { actorKind: 'staff' }, sort: { field: 'createdAt', order: 'ASC' } }],
  webhookEndpoints: [{}, { filter: { q: 'shop1' }, sort: { field: 'url', order: 'ASC' } }],
  webhookDeliveries: [{}, { filter: { kind: 'test' } }],
  apiKeys: [{}],
  staff: [{}, { filter: { role: 'viewer' }, sort: { field: 'email', order: 'DESC' } }],
};

const cases = EXPORT_RESOURCES.flatMap((resource) =>
  QUERIES[resource].map((query) => [resource, query] as const),
);

/** What the export calls differently than the list, or adds to it. */
const isOfOwn = (name: string) => name.startsWith('user') && name !== 'userId';

test.each(cases)('%s %j: the file has the rows and the order of the list', async (resource, query) => {
  const exported = await rowsOf(app, admin, { resource, ...query });
  // Its own export adds to the log.
  const listed = (await shown(resource, query)).filter(
    (row) => !String(row['action']).startsWith('exports.'),
  );
  const own = exported.filter((row) => !String(row['action']).startsWith('exports.'));
  expect(listed.length).toBeGreaterThan(0);
  const key = resource === 'balances' ? 'userId' : resource === 'currencies' ? 'code' : 'id';
  expect(own.map((row) => row[key])).toEqual(listed.map((row) => row[key]));
  for (const [index, row] of own.entries())
    for (const [name, value] of Object.entries(row)) {
      const inList = listed[index]?.[name];
      if (inList === undefined || isOfOwn(name) || name === 'network' || typeof inList === 'object') continue;
      if (Array.isArray(inList) || ['lastUsedAt', 'lastSeenAt'].includes(name)) continue;
      expect(value, name).toEqual(inList);
    }
});

test('every list of the app can be exported', () => {
  const lists = [...procedures.keys()]
    .filter((path) => path.endsWith('.list'))
    .map((path) => path.split('.')[0]);
  // Versions of the policy are read on its page; events have a cursor of their own.
  expect(new Set(lists.filter((name) => !['policies', 'events'].includes(name ?? '')))).toEqual(
    new Set<string | undefined>(EXPORT_RESOURCES),
  );
});

test('payments carry what belongs to them, each user by one statement for a page', async () => {
  const [row] = await rowsOf(app, admin, { resource: 'payments' });
  expect(Object.keys(row ?? {})).toEqual(
    expect.arrayContaining([
      'userExternalId',
      'userName',
      'userEmail',
      'orderId',
      'network',
      'payinExtraId',
      'providerPaymentId',
      'suspenseAmountUsd',
      'returnedAmountUsd',
      'feeAmountUsd',
      'amountUsd',
    ]),
  );
  const user = await desk.knex('users').where({ id: row?.['userId'] }).first<{ username: string }>();
  expect(row?.['userName']).toBe(user.username);
});

test('names and e-mail addresses are for those who may read users', () => {
  const names = (permissions: Parameters<(typeof EXPORTED_LISTS)['payments']['columns']>[0]) =>
    EXPORTED_LISTS.payments.columns(permissions).map(({ name }) => name);
  expect(names(new Set(['payments.read', 'users.read']))).toContain('userEmail');
  expect(names(new Set(['payments.read']))).not.toContain('userEmail');
  expect(names(new Set(['payments.read']))).toContain('userId');
});

test('amounts beyond the digits of a number are exact', async () => {
  const user = await fundedUser(desk, '0.01');
  await desk.knex.transaction(async (trx) => {
    await trx.raw('alter table user_balances disable trigger user');
    await trx('user_balances')
      .where({ user_id: user.id })
      .update({ total_deposited: '12345678901234567.89' });
    await trx.raw('alter table user_balances enable trigger user');
  });
  const [row] = await rowsOf(app, admin, { resource: 'balances', filter: { userId: user.id } });
  expect(row?.['totalDeposited']).toBe('12345678901234567.89');
});

test.each([
  ['a field that the filter does not have', { filter: { nonsense: 1 } }],
  ['a value that the list refuses', { filter: { status: 'no such status' } }],
  ['a sort field that the list does not have', { sort: { field: 'payAddress', order: 'ASC' } }],
  ['a page', { page: 2 }],
  ['what only the server may say', { isCounted: false }],
])('%s is refused, and nothing is prepared', async (_what, more) => {
  const before = await desk.knex('list_exports').count();
  const { error } = await call(app, admin, 'exports.create', {
    resource: 'payments',
    format: 'csv',
    ...more,
  });
  expect(error?.data.reason).toBe('INVALID_INPUT');
  expect(await desk.knex('list_exports').count()).toEqual(before);
});
