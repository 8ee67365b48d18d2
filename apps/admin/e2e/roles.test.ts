import {
  MUTATION_PERMISSIONS,
  type MutationPath,
  PERMISSIONS,
  type Permission,
  ROLE_PERMISSIONS,
  STAFF_ROLES,
  type StaffRole,
} from '@paydesk/types/rules';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { permissionFor, permissionOf } from '../src/providers/neededPermissions.ts';
import { openWithSession } from './support/browser.ts';
import { createStaff } from './support/person.ts';
import { createRolePages, type RolePage, whilePayoutsAreStopped } from './support/rolePages.ts';
import { sessionOf } from './support/session.ts';
import { settle } from './support/settle.ts';
import { staffClient } from './support/staffClient.ts';
import { actionsOf, type Visit, visitPage } from './support/visitPage.ts';

/** The entries of the menu after the dashboard, and the resource of each. */
const MENU = {
  Payments: 'payments',
  Suspense: 'suspense',
  Balances: 'balances',
  Transactions: 'transactions',
  Withdrawals: 'withdrawals',
  Currencies: 'currencies',
  Users: 'users',
  'Change requests': 'changeRequests',
  Reconciliation: 'reconciliations',
  'Withdrawal policy': 'policies',
  Audit: 'audit',
  'API keys': 'apiKeys',
  Webhooks: 'webhookEndpoints',
  Staff: 'staff',
  'System checks': 'doctor',
};

/** Permissions that no page and no button needs, and why. */
const WITHOUT_A_PAGE: Partial<Record<Permission, string>> = {
  'dashboard.read': 'the figures of the first page, which every role has',
  'claims.read': 'names beside rows that every role sees',
  'events.read': 'for apps; staff see how far an endpoint is behind',
  'system.read': 'the state of the provider, in the frame of every page',
  'payments.confirm': 'the payer says it on the checkout page, an app by its key',
  'transactions.fee': 'only apps charge fees',
  'metrics.read': 'only the monitoring reads them, by its key',
};

/** Mutations that no page above offers, and why. */
const WITHOUT_A_BUTTON: Partial<Record<MutationPath, string>> = {
  'payments.confirm': 'only by payers and apps',
  'transactions.fee': 'only by apps',
  'users.token': 'only by apps',
  'currencies.acceptChange': 'after the provider has changed a network: PendingChangePanel.test.tsx',
  'withdrawals.refreshRate': 'after the rate has expired: review.test.ts',
  'withdrawals.payOut': 'where payouts through the provider are set up',
  'claims.release': 'of a row that one has taken: live.test.ts',
  'claims.handOver': 'of a row that one has taken: live.test.ts',
  'users.unfreeze': 'of a frozen user: commands.test.ts',
  'exports.cancel': 'while an export runs: exports.test.tsx',
  'sessions.end': 'of another session of one’s own: staff.test.ts',
  'sessions.endOthers': 'of other sessions of one’s own: staff.test.ts',
  'savedViews.save': 'in a menu of every list, for every role: lists.test.ts',
  'savedViews.delete': 'in a menu of every list, for every role: lists.test.ts',
  'staff.endSession': 'of a colleague who is signed in: staff.test.ts',
  'staff.endSessions': 'of a colleague who is signed in: staff.test.ts',
  'security.passkeyOptions': 'part of adding a passkey',
  'security.renamePasskey': 'of a passkey: security.test.ts',
  'security.removePasskey': 'of a passkey: security.test.ts',
  'security.newRecoveryCodes': 'with an authenticator app: security.test.ts',
  'security.disableTotp': 'with an authenticator app: security.test.ts',
};

const emailOf = (role: StaffRole) => `${role}@roles.test`;

const visits = new Map<StaffRole, { menu: string[]; marks: string[]; seen: Map<RolePage, Visit> }>();
const people = new Map<StaffRole, Page>();
const sessions = new Map<StaffRole, string>();
const pages: RolePage[] = [];

// All roles visit at once: most of the time they wait for the desk.
beforeAll(async () => {
  pages.push(...(await createRolePages()));
  // The app is loaded by one after the other: that is work for the machine.
  for (const role of STAFF_ROLES) {
    await createStaff(emailOf(role), `Every ${role}`, role);
    const session = await sessionOf(emailOf(role));
    sessions.set(role, session);
    people.set(role, (await openWithSession(session)).page);
  }
  await Promise.all(STAFF_ROLES.map(async (role) => await visitAll(role, pages)));
  const stopped = whilePayoutsAreStopped();
  const { withdrawals } = staffClient();
  await withdrawals.stopPayouts.mutate({ note: 'to see who may resume them' });
  try {
    await Promise.all(STAFF_ROLES.map(async (role) => await visitAll(role, stopped)));
  } finally {
    await settle(() => withdrawals.resumePayouts.mutate({ note: 'everyone has seen it' }));
  }
  pages.push(...stopped);
}, 240_000);

async function visitAll(role: StaffRole, some: readonly RolePage[]): Promise<void> {
  const page = people.get(role);
  if (!page) throw new Error(`no one is signed in as ${role}`);
  const entries = page.getByRole('navigation', { name: 'Main' }).getByRole('menuitem');
  const seen = visits.get(role)?.seen ?? new Map<RolePage, Visit>();
  for (const one of some) seen.set(one, await visitPage(page, one, ROLE_PERMISSIONS[role]));
  visits.set(role, {
    menu: await entries.allTextContents(),
    marks: await entries.evaluateAll((all) => all.flatMap((entry) => entry.dataset['permission'] ?? [])),
    seen,
  });
}

/** How the server answers a mutation that has no button; the permission is looked at before the input. */
async function refusalOf(path: string, cookie: string): Promise<{ status: number; reason: string | null }> {
  const url = inject('deskUrl');
  const answer = await fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: '{}',
  });
  const { error } = (await answer.json()) as { error?: { data: { reason: string } } };
  return { status: answer.status, reason: error?.data.reason ?? null };
}

const grantedTo = (role: StaffRole, needed: Permission | null) =>
  needed === null || ROLE_PERMISSIONS[role].includes(needed);

/** Something about every page, by its path, as a person in this role saw it. */
const seenBy = <Part>(role: StaffRole, part: (visit: Visit) => Part) =>
  pages.map((page, index) => {
    const visit = visits.get(role)?.seen.get(page);
    return [`${index} ${page.path}`, visit && part(visit)];
  });
const expectedOf = <Part>(part: (page: RolePage) => Part) =>
  pages.map((page, index) => [`${index} ${page.path}`, part(page)]);

describe.each(STAFF_ROLES)('a person in the role %s', (role) => {
  const granted = ROLE_PERMISSIONS[role];

  test('has the entries of the menu whose pages they may open', () => {
    const allowed = Object.entries(MENU).filter(([, resource]) =>
      grantedTo(role, permissionFor(resource, 'list')),
    );
    const { menu, marks } = visits.get(role) ?? { menu: [], marks: [] };
    expect(menu.map((entry) => entry.replace(/ ?\(.*/, ''))).toEqual([
      'Dashboard',
      ...allowed.map(([name]) => name),
    ]);
    expect(marks).toEqual(allowed.map(([, resource]) => permissionFor(resource, 'list')));
  });

  test('opens the pages that they may open, and reads on the others that they may not', () => {
    expect(seenBy(role, ({ isRefused }) => isRefused)).toEqual(
      expectedOf(({ needs }) => !grantedTo(role, needs)),
    );
  });

  test('is offered exactly what they may do, on every page', () => {
    const expected = ({ needs, offers, ofSelection }: RolePage) =>
      grantedTo(role, needs) ? actionsOf([...offers, ...ofSelection], granted) : [];
    expect(seenBy(role, ({ actions }) => actions)).toEqual(expectedOf(expected));
    for (const { seen } of [visits.get(role)].filter((one) => one !== undefined))
      for (const { permissions } of seen.values())
        expect(granted).toEqual(expect.arrayContaining(permissions));
  });

  test('can press each of it, or reads why not', () => {
    expect(seenBy(role, ({ silent }) => silent)).toEqual(expectedOf(() => []));
  });

  test('selects rows only for what they may do with them', () => {
    expect(seenBy(role, ({ canSelect }) => canSelect)).toEqual(
      expectedOf(({ ofSelection }) => actionsOf(ofSelection, granted).length > 0),
    );
  });

  test('is refused by the server whatever else they call', async () => {
    const mutations = Object.entries(MUTATION_PERMISSIONS);
    const denied = mutations.filter(([, permission]) => !granted.includes(permission)).map(([path]) => path);
    const answers = await Promise.all(
      denied.map(async (path) => [path, await refusalOf(path, sessions.get(role) ?? '')]),
    );
    expect(answers).toEqual(denied.map((path) => [path, { status: 403, reason: 'PERMISSION_DENIED' }]));
  });

  test('sees no other button less than an admin: what depends on the role is marked', () => {
    const admin = visits.get('admin')?.seen;
    // The charts of the dashboard are drawn when the browser is idle.
    const opened = pages.filter(({ path, needs }) => path !== '' && grantedTo(role, needs));
    for (const page of opened)
      expect(visits.get(role)?.seen.get(page)?.unmarked, page.path).toEqual(admin?.get(page)?.unmarked);
  });
});

test('each permission is needed by a page or a button, or is on the list of those that are not', () => {
  const shown = new Set<Permission>(
    pages.flatMap(({ needs, offers, ofSelection }) => [
      ...(needs === null ? [] : [needs]),
      ...[...offers, ...ofSelection].flatMap((offer) => [permissionOf(offer.action), ...offer.needs]),
    ]),
  );
  const rest = PERMISSIONS.filter((permission) => !shown.has(permission));
  expect(rest.toSorted()).toEqual(Object.keys(WITHOUT_A_PAGE).toSorted());
});

test('each mutation is offered by a button, or is on the list of those that are not', () => {
  const offered = new Set<string>(
    pages.flatMap(({ offers, ofSelection }) => [...offers, ...ofSelection].map(({ action }) => action)),
  );
  const rest = Object.keys(MUTATION_PERMISSIONS).filter((path) => !offered.has(path));
  expect(rest.toSorted()).toEqual(Object.keys(WITHOUT_A_BUTTON).toSorted());
});

test('a new role takes effect with the next page load', async () => {
  const page = people.get('viewer');
  if (!page) throw new Error('no one is signed in as viewer');
  const { staff } = staffClient();
  const viewer = (await staff.list.query({ filter: { q: emailOf('viewer') } })).data[0];
  await settle(() => staff.setRole.mutate({ id: viewer?.id ?? '', role: 'operator' }));
  await page.goto('/#/payments');
  await page.reload();
  await page.getByRole('link', { name: 'Create payment' }).first().waitFor();
});
