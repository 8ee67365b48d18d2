import type { StaffRole } from '@paydesk/types';
import { expect, test } from 'vitest';
import { Staff } from '../../src/models/Staff.ts';
import type { Actor } from '../../src/base/actor.ts';
import { addStaff } from '../../src/staff/addStaff.ts';
import { mustConfirmOwner, needsConfirmation } from '../../src/staff/linkHolders.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { refusalOf } from '../support/money.ts';
import { testDesk } from '../support/testDesk.ts';
import { governedDesk, reasonOf, requestOf, type Insider } from './governedDesk.ts';

/* One admin must not become several people, each of whom may do a little alone or approve the others. */
const { desk, app, knex, insider } = await governedDesk();
const simulatorDesk = await testDesk({ knex });
const [ada, bob] = [await insider('admin'), await insider('admin')];
const actorOf = ({ id }: Insider): Actor => ({
  kind: 'staff',
  id,
  name: 'Ada',
  stepUp: {
    kind: 'totp',
    staffId: id,
    challenge: '',
    covers: null,
    verifiedAt: '',
    passkeyId: null,
    assertion: null,
  },
});
const roleOf = async (email: string) => (await Staff.query(knex).findOne({ email }).throwIfNotFound()).role;

test.each(['operator', 'approver', 'admin'] as const)('an admin alone makes no %s', async (role) => {
  requestOf(await ada.does('staff.invite', { email: `${role}@sock.test`, name: 'Sock', role }));
  const viewer = await insider('viewer');
  requestOf(await ada.does('staff.setRole', { id: viewer.id, role }));
  expect((await Staff.query(knex).findById(viewer.id))?.role).toBe('viewer');
});

test('an operator who was deactivated is brought back by two', async () => {
  const oscar = await insider('operator');
  expect(reasonOf(await ada.does('staff.deactivate', { id: oscar.id }))).toBe('OK');
  const id = requestOf(await ada.does('staff.reactivate', { id: oscar.id }));
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
});

test('a viewer is invited by one, and an operator becomes one again by one', async () => {
  const viewer = { email: 'viewer@sock.test', name: 'Vera', role: 'viewer' };
  expect(reasonOf(await ada.does('staff.invite', viewer))).toBe('OK');
  const oscar = await insider('operator');
  expect(reasonOf(await ada.does('staff.setRole', { id: oscar.id, role: 'viewer' }))).toBe('OK');
});

/** Invites someone with the approval of `approver`; `maker` collects the link and uses it. */
async function join(maker: Insider, approver: Insider, role: StaffRole): Promise<string> {
  invited += 1;
  const email = `joined${invited}@sock.test`;
  const request = requestOf(await maker.does('staff.invite', { email, name: 'Carol', role }));
  const { data } = await approver.does('changeRequests.approve', { id: request });
  const { id } = (data as { result: { id: string } }).result;
  const collected = await maker.does('staff.reissueInvite', { id });
  const [, token] = (collected.data as { link: string }).link.split('/#/invite/');
  const { status } = await new HttpBrowser(app).post('/invites/accept', {
    token,
    password: 'chosen by myself alone',
  });
  expect(status).toBe(200);
  return email;
}
let invited = 0;

test.each(['operator', 'approver', 'admin'] as const)(
  'who had the link of a new %s cannot use it as a second identity',
  async (role) => {
    const email = await join(ada, bob, role);
    const member = await Staff.query(knex).findOne({ email }).throwIfNotFound();
    expect(member).toMatchObject({ role: 'viewer', pendingRole: role });
    // Who had the link cannot confirm alone that somebody else has it now.
    requestOf(await ada.does('staff.setRole', { id: member.id, role }));
    expect(await roleOf(email)).toBe('viewer');
    // Nor can anyone give another role than the one that was approved.
    if (role !== 'admin') requestOf(await bob.does('staff.setRole', { id: member.id, role: 'admin' }));
    expect(reasonOf(await bob.does('staff.setRole', { id: member.id, role }))).toBe('OK');
    expect(await Staff.query(knex).findOne({ email })).toMatchObject({ role, pendingRole: null });
  },
);

test('with the simulator a new person waits as long as another admin could confirm', async () => {
  const invite = { role: 'approver', createdByStaffId: ada.id } as const;
  const trx = await knex.transaction();
  try {
    expect(await needsConfirmation(trx, simulatorDesk, invite)).toBe(true);
    await trx('staff').whereNot({ id: ada.id }).update({ deactivated_at: new Date() });
    expect(await needsConfirmation(trx, simulatorDesk, invite)).toBe(false);
  } finally {
    await trx.rollback();
  }
});

test('who approves the role of a new person sees who had the link', async () => {
  const email = await join(ada, bob, 'approver');
  const { id } = await Staff.query(knex).findOne({ email }).throwIfNotFound();
  const request = requestOf(await ada.does('staff.setRole', { id, role: 'approver' }));
  const facts = ((await bob.asThief('changeRequests.get', { id: request })).data as { facts: unknown[] })
    .facts;
  expect(facts).toContainEqual({
    label: 'Had access to this account',
    before: null,
    after: expect.any(String) as string,
  });
  expect((await bob.does('changeRequests.approve', { id: request })).data).toMatchObject({
    status: 'applied',
  });
  expect(await roleOf(email)).toBe('approver');
});

test('a link that resets a password takes over no account without a second factor', async () => {
  const email = await join(ada, bob, 'approver');
  const { id } = await Staff.query(knex).findOne({ email }).throwIfNotFound();
  expect(reasonOf(await bob.does('staff.setRole', { id, role: 'approver' }))).toBe('OK');
  const request = requestOf(await ada.does('staff.resetPassword', { id }));
  const { data } = await bob.does('changeRequests.approve', { id: request });
  const link = await ada.does('staff.reissueInvite', { id: (data as { result: { id: string } }).result.id });
  const [, token] = (link.data as { link: string }).link.split('/#/invite/');
  const accepted = await new HttpBrowser(app).post('/invites/accept', {
    token,
    password: 'another one of my own',
  });
  expect(accepted.status).toBe(200);
  expect(await Staff.query(knex).findById(id)).toMatchObject({ role: 'viewer', pendingRole: 'approver' });
  requestOf(await ada.does('staff.setRole', { id, role: 'approver' }));
});

test('PostgreSQL: whoever waits for a role has none yet', async () => {
  expect(await refusalOf(knex('staff').where({ id: ada.id }).update({ pending_role: 'approver' }))).toBe(
    'pending_role_waits',
  );
});

test('with a real provider no one makes an account with a password', async () => {
  const person = { email: 'known@sock.test', name: 'Known', password: 'Kq7-violet-walrus-91x' };
  for (const role of ['viewer', 'approver'])
    expect(reasonOf(await ada.does('staff.create', { ...person, role }))).toBe('INVITATION_REQUIRED');
  expect(
    reasonOf(await ada.does('staff.create', { email: person.email, name: 'Known', role: 'viewer' })),
  ).toBe('INVITATION_REQUIRED');
  expect(await Staff.query(knex).findOne({ email: person.email })).toBeUndefined();
  await expect(addStaff(desk, actorOf(ada), { ...person, role: 'viewer' })).rejects.toMatchObject({
    reason: 'INVITATION_REQUIRED',
  });
});

/** An account that an admin made with a password, when the desk still had the simulator. */
async function madeWithPassword(maker: Insider, role: StaffRole): Promise<Staff> {
  const { staff } = await addStaff(simulatorDesk, actorOf(maker), {
    email: `made${(invited += 1)}@sock.test`,
    name: 'Carol',
    role,
    password: 'Kq7-violet-walrus-91x',
  });
  return staff;
}

/** A viewer whose invitation one admin made alone, and may have used. */
async function joinedAsViewer(maker: Insider): Promise<Staff> {
  const email = `viewer${(invited += 1)}@sock.test`;
  const { data } = await maker.does('staff.invite', { email, name: 'Carol', role: 'viewer' });
  const [, token] = (data as { link: string }).link.split('/#/invite/');
  await new HttpBrowser(app).post('/invites/accept', { token, password: 'chosen by whoever had it' });
  return await Staff.query(knex).findOne({ email }).throwIfNotFound();
}

test.each([
  ['who made the account with a password', async () => await madeWithPassword(ada, 'viewer')],
  ['who made an operator with a password', async () => await madeWithPassword(ada, 'operator')],
  ['who invited a viewer', async () => await joinedAsViewer(ada)],
] as const)('%s does not own an approver that a colleague approves', async (_who, account) => {
  const { id } = await account();
  const request = requestOf(await ada.does('staff.setRole', { id, role: 'approver' }));
  const shown = (await bob.asThief('changeRequests.get', { id: request })).data as {
    summary: string;
    facts: { label: string; after: string }[];
  };
  expect(shown.summary).toContain('once an admin who had no access has confirmed whose account it is');
  expect(shown.facts.find(({ label }) => label === 'Had access to this account')?.after).toContain(
    (await Staff.query(knex).findById(ada.id).throwIfNotFound()).email,
  );
  expect((await bob.does('changeRequests.approve', { id: request })).data).toMatchObject({
    status: 'applied',
  });
  const waiting = { role: 'viewer', pendingRole: 'approver' };
  expect(await Staff.query(knex).findById(id)).toMatchObject(waiting);
  // Who had access does not confirm alone; whoever had none does, and once is enough.
  const confirmation = requestOf(await ada.does('staff.setRole', { id, role: 'approver' }));
  await ada.does('changeRequests.cancel', { id: confirmation, note: 'bob confirms it' });
  expect(await Staff.query(knex).findById(id)).toMatchObject(waiting);
  expect(reasonOf(await bob.does('staff.setRole', { id, role: 'approver' }))).toBe('OK');
  expect(await Staff.query(knex).findById(id)).toMatchObject({ role: 'approver', pendingRole: null });
  const demotion = requestOf(await ada.does('staff.setRole', { id, role: 'viewer' }));
  await bob.does('changeRequests.approve', { id: demotion });
  const again = requestOf(await ada.does('staff.setRole', { id, role: 'approver' }));
  await bob.does('changeRequests.approve', { id: again });
  expect(await Staff.query(knex).findById(id)).toMatchObject({ role: 'approver', pendingRole: null });
});

test('a pending role is withdrawn by one admin', async () => {
  const { id } = await joinedAsViewer(ada);
  const request = requestOf(await ada.does('staff.setRole', { id, role: 'operator' }));
  await bob.does('changeRequests.approve', { id: request });
  expect(await Staff.query(knex).findById(id)).toMatchObject({ role: 'viewer', pendingRole: 'operator' });
  expect(reasonOf(await ada.does('staff.setRole', { id, role: 'viewer' }))).toBe('OK');
  expect(await Staff.query(knex).findById(id)).toMatchObject({ role: 'viewer', pendingRole: null });
  requestOf(await bob.does('staff.setRole', { id, role: 'operator' }));
});

test('without an admin who had no access, what made the role wait is enough', async () => {
  const { id } = await joinedAsViewer(ada);
  await knex('staff')
    .where({ role: 'admin' })
    .whereNot({ id: ada.id })
    .update({ deactivated_at: new Date() });
  expect(
    await mustConfirmOwner(knex, desk, {
      member: await Staff.query(knex).findById(id).throwIfNotFound(),
      role: 'approver',
    }),
  ).toBe(false);
});
