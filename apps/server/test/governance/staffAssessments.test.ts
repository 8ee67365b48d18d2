import type { GovernedAction, StaffRole } from '@paydesk/types';
import { expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { newId, sha256Hex } from '../../src/base/identifiers.ts';
import { hire } from '../stepUp/people.ts';
import { testDesk, testSettings } from '../support/testDesk.ts';
import { assess, needsOf } from './assessments.ts';

/* Who has to agree to a person, to their role, or to a way into their account. */
const desk = await testDesk();
const { knex } = desk;
const realDesk = await testDesk({
  knex,
  settings: testSettings({ NOWPAYMENTS_API_KEY: 'a real key', NOWPAYMENTS_IPN_SECRET: 'a real secret' }),
});
const admin = async (): Promise<Actor & { id: string }> => {
  const { id, name } = await hire(desk, 'admin');
  return { kind: 'staff', id, name };
};
const [ada, bob] = [await admin(), await admin()];
const needs = async (action: GovernedAction, input: object, actor = ada) =>
  await needsOf(desk, actor, action, input);
const noOne = newId();

test('a viewer joins by one, everyone else by two, and no one twice', async () => {
  const { email } = await hire(desk, 'viewer');
  for (const action of ['staff.create', 'staff.invite'] as const) {
    const of = async (role: StaffRole, to = 'new@desk.test') =>
      await needs(action, { email: to, name: 'New', role });
    expect(await of('viewer')).toBe('alone');
    expect([await of('operator'), await of('approver'), await of('admin')]).toEqual([
      'admin',
      'admin',
      'admin',
    ]);
    expect(await of('viewer', email.toUpperCase())).toBe('EMAIL_TAKEN');
  }
});

test('with a real provider no one gets a password from somebody else', async () => {
  const input = { email: 'new@desk.test', name: 'New', role: 'viewer' };
  expect(await needsOf(realDesk, ada, 'staff.create', input)).toBe('INVITATION_REQUIRED');
  expect(await needsOf(realDesk, ada, 'staff.invite', input)).toBe('alone');
});

async function invitation(changes: object): Promise<{ id: string }> {
  const id = newId();
  await knex('staff_invites').insert({
    id,
    kind: 'invite',
    email: `${id}@desk.test`,
    name: 'New',
    role: 'operator',
    token_hash: sha256Hex(id),
    created_by_staff_id: ada.id,
    link_due_to_staff_id: ada.id,
    expires_at: new Date(Date.now() + 86_400_000),
    ...changes,
  });
  return { id };
}

test('a link that is due to one person is collected by them alone, while it is open', async () => {
  const { id: member } = await hire(desk, 'viewer');
  const past = desk.clock.now();
  const open = await invitation({});
  expect(await needs('staff.reissueInvite', open)).toBe('alone');
  expect(await needs('staff.reissueInvite', open, bob)).toBe('admin');
  for (const changes of [
    { link_due_to_staff_id: null },
    { revoked_at: past },
    { used_at: past, staff_id: member },
    { expires_at: new Date(past.getTime() - 1000), created_at: new Date(past.getTime() - 2000) },
  ])
    expect(
      await needs('staff.reissueInvite', await invitation(changes)),
      Object.keys(changes).join(' '),
    ).toBe('admin');
  expect(await needs('staff.reissueInvite', { id: noOne })).toBe('NOT_FOUND');
});

test('of links that are due to no one, only a viewer’s invitation is replaced alone', async () => {
  const { id: staffId } = await hire(desk, 'viewer');
  const viewer = { role: 'viewer', link_due_to_staff_id: null };
  expect(await needs('staff.reissueInvite', await invitation(viewer))).toBe('alone');
  const reset = await invitation({ ...viewer, kind: 'reset', staff_id: staffId });
  expect(await needs('staff.reissueInvite', reset)).toBe('admin');
});

test('a request to replace a link says whether it was revoked', async () => {
  const revoked = await invitation({ revoked_at: desk.clock.now() });
  for (const [invite, before] of [
    [await invitation({}), 'not revoked'],
    [revoked, 'revoked'],
  ] as const)
    expect(await assess(desk, bob, 'staff.reissueInvite', invite)).toMatchObject({
      facts: expect.arrayContaining([{ label: 'Link', before, after: 'new' }]) as unknown,
    });
});

test('a password is reset by two, of active people', async () => {
  const { id } = await hire(desk, 'viewer');
  expect(await needs('staff.resetPassword', { id })).toBe('admin');
  await knex('staff').where({ id }).update({ deactivated_at: new Date() });
  expect(await needs('staff.resetPassword', { id })).toBe('ILLEGAL_TRANSITION');
  expect(await needs('staff.resetPassword', { id: noOne })).toBe('NOT_FOUND');
});

test.each([
  ['viewer', 'viewer', 'alone'],
  ['viewer', 'operator', 'admin'],
  ['viewer', 'admin', 'admin'],
  ['operator', 'viewer', 'alone'],
  ['operator', 'approver', 'admin'],
  ['approver', 'approver', 'alone'],
  ['approver', 'viewer', 'admin'],
  ['admin', 'viewer', 'admin'],
] as const)('from %s to %s: %s', async (from, role, expected) => {
  const { id } = await hire(desk, from);
  expect(await needs('staff.setRole', { id, role })).toBe(expected);
});

test('a role that was approved is given by an admin who did not have the link', async () => {
  const { id } = await hire(desk, 'viewer');
  await knex('staff').where({ id }).update({ pending_role: 'operator' });
  await invitation({ role: 'operator', staff_id: id, used_at: desk.clock.now() });
  expect(await needs('staff.setRole', { id, role: 'operator' }, bob)).toBe('alone');
  expect(await needs('staff.setRole', { id, role: 'operator' })).toBe('admin');
  expect(await needs('staff.setRole', { id, role: 'approver' }, bob)).toBe('admin');
});

test('whoever decides or credits is reactivated by two', async () => {
  const of = async (role: StaffRole, deactivatedAt: Date | null) => {
    const { id } = await hire(desk, role);
    await knex('staff').where({ id }).update({ deactivated_at: deactivatedAt });
    return await needs('staff.reactivate', { id });
  };
  expect(await of('operator', new Date())).toBe('admin');
  expect(await of('operator', null)).toBe('alone');
  expect(await of('viewer', new Date())).toBe('alone');
});

test('a second factor is required of a role by one, and no longer by two', async () => {
  const role = 'viewer';
  const of = async (secondFactorRequired: boolean) =>
    await needs('staff.setRule', { role, secondFactorRequired });
  expect([await of(false), await of(true)]).toEqual(['alone', 'alone']);
  await knex('staff_rules').where({ role }).update({ second_factor_required: true });
  expect([await of(false), await of(true)]).toEqual(['admin', 'alone']);
});
