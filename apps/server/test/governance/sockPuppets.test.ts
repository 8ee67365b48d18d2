import { expect, test } from 'vitest';
import { Staff } from '../../src/models/Staff.ts';
import { governedDesk, reasonOf, requestOf } from './governedDesk.ts';

/* One admin must not become several people, each of whom may do a little alone or approve the others. */
const { knex, insider } = await governedDesk();
const [ada, bob] = [await insider('admin'), await insider('admin')];

test.each(['operator', 'approver', 'admin'] as const)('an admin alone makes no %s', async (role) => {
  for (const path of ['staff.invite', 'staff.create'])
    requestOf(await ada.does(path, { email: `${path}.${role}@sock.test`, name: 'Sock', role }));
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
