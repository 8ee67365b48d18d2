import {
  MUTATION_PERMISSIONS,
  PERMISSIONS,
  ROLE_PERMISSIONS,
  SERVICE_SCOPES,
  STAFF_ROLES,
  USER_PERMISSIONS,
  type Permission,
} from '@paydesk/types';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  anonymousCaller,
  appCaller,
  callAll,
  httpDesk,
  procedures,
  staffCaller,
  userCaller,
  type Caller,
} from '../support/http.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const all = [...procedures];
const queries = all.filter(([, procedure]) => procedure.type === 'query').map(([path]) => path);
const mutations = all.filter(([, procedure]) => procedure.type === 'mutation').map(([path]) => path);

/**
 * Procedures about one's own second factors, notes and the stop of payouts: refused to apps and end users, whatever
 * permissions they have.
 */
const isOfStaffAlone = (path: string) =>
  isOfOneself(path) ||
  path.endsWith('.addNote') ||
  path.startsWith('timeline.') ||
  path.endsWith('.totals') ||
  path.startsWith('exports.') ||
  ['withdrawals.payoutState', 'withdrawals.review', 'search.find'].includes(path);
const isOfOneself = (path: string) =>
  ['security', 'sessions', 'savedViews'].some((own) => path.startsWith(`${own}.`));

test.each(all)('%s declares a permission that exists', (_path, procedure) => {
  expect(PERMISSIONS).toContain(procedure.meta?.permission);
});

test.each(all)('%s declares its output', (_path, procedure) => {
  expect(procedure.output).toBeInstanceOf(z.ZodType);
});

test('every mutation needs the permission that the table names', () => {
  expect(Object.fromEntries(mutations.map((path) => [path, procedures.get(path)?.meta?.permission]))).toEqual(
    MUTATION_PERMISSIONS,
  );
});

// What they show of each resource needs the permission of that resource.
const ofResources = queries.filter((path) => path !== 'search.find' && !path.startsWith('timeline.'));

test.each(ofResources)('reading by %s needs a permission of its own resource', (path) => {
  const [resource] = path.split('.');
  expect(procedures.get(path)?.meta?.permission).toMatch(
    path === 'system.session' || isOfOneself(path)
      ? /^session\.read$/
      : new RegExp(`^${resource}\\.(read|manage)$`),
  );
});

test('each resource of the contract has list, get and getMany', () => {
  for (const resource of [
    'currencies',
    'payments',
    'suspense',
    'balances',
    'transactions',
    'withdrawals',
    'users',
    'audit',
    'apiKeys',
    'staff',
    'webhookEndpoints',
    'webhookDeliveries',
  ]) {
    for (const name of ['list', 'get', 'getMany'])
      expect(procedures.has(`${resource}.${name}`), `${resource}.${name}`).toBe(true);
  }
});

/** Expects every procedure to refuse a caller with these permissions exactly where one is missing. */
async function expectExactly(
  caller: Caller,
  granted: ReadonlySet<string>,
  refusal: 'FORBIDDEN' | 'UNAUTHORIZED',
): Promise<void> {
  // A dry run, for the one mutation whose input may be empty.
  const answers = new Map([
    ...(await callAll(app, caller, queries, {})),
    ...(await callAll(app, caller, mutations, { dryRun: true })),
  ]);
  const isStaff = granted.has('dashboard.read');
  const expected = Object.fromEntries(
    all.map(([path, { meta }]) => [
      path,
      granted.has(meta?.permission ?? '') && (isStaff || !isOfStaffAlone(path)) ? 'let in' : refusal,
    ]),
  );
  expect(
    Object.fromEntries(
      [...answers].map(([path, code]) => [
        path,
        code === 'FORBIDDEN' || code === 'UNAUTHORIZED' ? code : 'let in',
      ]),
    ),
  ).toEqual(expected);
}

test.each(STAFF_ROLES)('a %s may do what its role says and nothing else', async (role) => {
  await expectExactly(await staffCaller(desk, role), new Set(ROLE_PERMISSIONS[role]), 'FORBIDDEN');
});

test.each(SERVICE_SCOPES)('an API key with the one scope %s may do that and nothing else', async (scope) => {
  await expectExactly(await appCaller(desk, [scope]), new Set(['session.read', scope]), 'FORBIDDEN');
});

test('a user token may read, create and cancel for its user and nothing else', async () => {
  await expectExactly(
    await userCaller(desk, (await newUser(desk)).id),
    new Set(USER_PERMISSIONS),
    'FORBIDDEN',
  );
});

test('an anonymous caller may do nothing', async () => {
  await expectExactly(anonymousCaller, new Set(), 'UNAUTHORIZED');
});

test('the roles grow as the contract says', () => {
  const may = (role: (typeof STAFF_ROLES)[number], permission: Permission) =>
    ROLE_PERMISSIONS[role].includes(permission);
  expect(ROLE_PERMISSIONS.viewer.filter((permission) => !permission.endsWith('.read'))).toEqual([
    'balances.verify',
    // Of the lists that the role may read.
    'exports.manage',
  ]);
  expect([
    may('operator', 'payments.settle'),
    may('operator', 'suspense.resolve'),
    may('operator', 'withdrawals.approve'),
    may('operator', 'withdrawals.pay'),
  ]).toEqual([true, true, false, false]);
  expect([
    may('approver', 'withdrawals.approve'),
    may('approver', 'transactions.adjust'),
    may('approver', 'staff.manage'),
  ]).toEqual([true, false, false]);
  expect([
    may('admin', 'transactions.adjust'),
    may('admin', 'staff.manage'),
    may('admin', 'apiKeys.manage'),
  ]).toEqual([true, true, true]);
  expect(
    SERVICE_SCOPES.filter((scope) =>
      /approve|pay$|settle|adjust|resolve|freeze|anonymize|manage|simulate/.test(scope),
    ),
  ).toEqual([]);
});
