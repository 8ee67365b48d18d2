import { ROLE_PERMISSIONS, STAFF_ROLES } from '@paydesk/types';
import { setStaffRole } from '../../src/auth/staffAccounts.ts';
import { beforeEach, expect, test } from 'vitest';
import { totpCode, totpStep } from '../../src/base/totp.ts';
import { newId } from '../../src/base/identifiers.ts';
import { base32Text } from '../support/base32Text.ts';
import { changeRequestIdOf } from '../support/http.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { enrolTotp, wrongCode } from '../stepUp/people.ts';
import { enter, PASSWORD, reasonIn, staffDesk, type Member } from './staffDesk.ts';

const { desk, app, knex, newMember } = await staffDesk();
const keeper = await newMember('admin', 'Keeper');

beforeEach(async () => {
  await knex('rate_limits').delete();
  await knex('staff_rules').update({ second_factor_required: false });
});

interface Session {
  id: string;
  isCurrent: boolean;
  ipAddress: string;
  userAgent: string;
}
const sessionsOf = async (member: Member) =>
  ((await member.call('sessions.mine')).data as { data: Session[] }).data;

/** Sets up an authenticator app in this browser. @returns its secret */
async function enrol(member: Member): Promise<string> {
  const begun = await member.browser.post('/auth/two-factor/enable', { password: PASSWORD });
  const secret = base32Text(new URL(String(begun.body['totpURI'])).searchParams.get('secret') ?? '');
  const done = await member.browser.post('/auth/two-factor/verify-totp', {
    code: totpCode(secret, totpStep(new Date())),
  });
  if (done.status !== 200) throw new Error(`could not enrol: ${JSON.stringify(done)}`);
  return secret;
}

// ---------------------------------------------------------------------------
// Sessions
// ---------------------------------------------------------------------------

test('a person sees their sessions, and which one is current', async () => {
  const here = await newMember('viewer');
  const phone = new HttpBrowser(app, 'Phone 3');
  await phone.signIn(here.staff.email, PASSWORD);
  const sessions = await sessionsOf(here);
  expect(sessions).toHaveLength(2);
  expect(sessions.find(({ isCurrent }) => isCurrent)).toMatchObject({
    ipAddress: here.browser.address,
    userAgent: 'Test Browser 1.0',
  });
  expect(sessions.find(({ isCurrent }) => !isCurrent)).toMatchObject({
    ipAddress: phone.address,
    userAgent: 'Phone 3',
  });
  const tokens = await knex('staff_sessions').where({ staff_id: here.staff.id }).pluck('token');
  for (const token of tokens) expect(JSON.stringify(sessions)).not.toContain(token);
});

test('one session is ended and the others stay; all others are ended and this one stays', async () => {
  const here = await newMember('viewer');
  const [second, third] = [await enter(app, desk, here.staff), await enter(app, desk, here.staff)];
  const [ofSecond] = (await sessionsOf(second)).filter(({ isCurrent }) => isCurrent);
  expect((await here.call('sessions.end', { id: ofSecond?.id })).data).toEqual({ ended: 1 });
  expect([
    reasonIn(await second.call('system.session')),
    reasonIn(await third.call('system.session')),
  ]).toEqual(['UNAUTHENTICATED', 'OK']);
  expect((await here.call('sessions.end', { id: ofSecond?.id })).data).toEqual({ ended: 0 });
  expect((await here.call('sessions.endOthers')).data).toEqual({ ended: 1 });
  expect([reasonIn(await here.call('system.session')), reasonIn(await third.call('system.session'))]).toEqual(
    ['OK', 'UNAUTHENTICATED'],
  );
});

test('only admins can end a session of another person', async () => {
  const [one, other] = [await newMember('approver'), await newMember('approver')];
  const [theirs] = await sessionsOf(other);
  expect((await one.call('sessions.end', { id: theirs?.id })).data).toEqual({ ended: 0 });
  expect(reasonIn(await one.call('staff.sessions', { id: other.staff.id }))).toBe('PERMISSION_DENIED');
  expect(reasonIn(await one.call('staff.endSession', { id: other.staff.id, sessionId: theirs?.id }))).toBe(
    'PERMISSION_DENIED',
  );
  expect(reasonIn(await other.call('system.session'))).toBe('OK');
  expect((await keeper.call('staff.sessions', { id: other.staff.id })).data).toMatchObject({
    data: [{ id: theirs?.id, isCurrent: false }],
  });
  expect((await keeper.call('staff.endSession', { id: one.staff.id, sessionId: theirs?.id })).data).toEqual({
    ended: 0,
  });
  expect((await keeper.call('staff.endSession', { id: other.staff.id, sessionId: theirs?.id })).data).toEqual(
    { ended: 1 },
  );
  expect(reasonIn(await other.call('system.session'))).toBe('UNAUTHENTICATED');
});

test('an admin ends all sessions of a member, who can sign in again', async () => {
  const member = await newMember('operator');
  await enter(app, desk, member.staff);
  expect((await keeper.call('staff.endSessions', { id: member.staff.id })).data).toEqual({ ended: 2 });
  expect(reasonIn(await member.call('system.session'))).toBe('UNAUTHENTICATED');
  expect(reasonIn(await (await enter(app, desk, member.staff)).call('system.session'))).toBe('OK');
});

test('deactivating ends a live session with its next request, and reactivating brings no session back', async () => {
  const member = await newMember('operator');
  expect(reasonIn(await member.call('payments.list'))).toBe('OK');
  expect((await keeper.call('staff.deactivate', { id: member.staff.id })).data).toMatchObject({
    isActive: false,
    lastSeenAt: null,
  });
  expect(reasonIn(await member.call('payments.list'))).toBe('UNAUTHENTICATED');
  expect((await new HttpBrowser(app).signIn(member.staff.email, PASSWORD)).status).toBe(401);
  await keeper.call('staff.reactivate', { id: member.staff.id });
  expect(reasonIn(await member.call('payments.list'))).toBe('UNAUTHENTICATED');
  expect(reasonIn(await (await enter(app, desk, member.staff)).call('payments.list'))).toBe('OK');
});

// ---------------------------------------------------------------------------
// Concurrent admins
// ---------------------------------------------------------------------------

test('of two admins who deactivate each other at once exactly one succeeds, also with a third admin', async () => {
  for (let round = 0; round < 6; round += 1) {
    const [one, other] = [await newMember('admin'), await newMember('admin')];
    const answers = await Promise.all([
      one.call('staff.deactivate', { id: other.staff.id }),
      other.call('staff.deactivate', { id: one.staff.id }),
    ]);
    // The slower one is already signed out, or no longer an admin.
    expect(answers.filter((answer) => answer.error === null)).toHaveLength(1);
    expect(['UNAUTHENTICATED', 'PERMISSION_DENIED']).toContain(
      answers.map(reasonIn).find((reason) => reason !== 'OK'),
    );
    expect(
      await knex('staff').whereIn('id', [one.staff.id, other.staff.id]).whereNull('deactivated_at'),
    ).toHaveLength(1);
  }
});

test('an action of an admin who loses the role meanwhile is refused', async () => {
  const leaving = await newMember('admin');
  const target = await newMember('operator');
  const trx = await knex.transaction();
  await trx('staff').where({ id: leaving.staff.id }).update({ role: 'viewer' });
  const change = leaving.call('staff.setRole', { id: target.staff.id, role: 'viewer' });
  await expect
    .poll(
      async () =>
        (
          await knex('pg_stat_activity')
            .where({ wait_event_type: 'Lock' })
            .whereRaw('datname = current_database()')
        ).length,
    )
    .toBeGreaterThan(0);
  await trx.commit();
  expect(reasonIn(await change)).toBe('PERMISSION_DENIED');
  expect(await knex('staff').where({ id: target.staff.id }).first('role')).toEqual({ role: 'operator' });
});

test('the last admin cannot be removed in any way', async () => {
  await knex('staff')
    .where({ role: 'admin' })
    .whereNot({ id: keeper.staff.id })
    .update({ deactivated_at: knex.fn.now() });
  expect(reasonIn(await keeper.call('staff.deactivate', { id: keeper.staff.id }))).toBe('LAST_ADMIN');
  expect(reasonIn(await keeper.call('staff.setRole', { id: keeper.staff.id, role: 'approver' }))).toBe(
    'LAST_ADMIN',
  );
  expect(reasonIn(await keeper.call('system.session'))).toBe('OK');
});

test('what does not exist is not found', async () => {
  for (const path of [
    'staff.setRole',
    'staff.deactivate',
    'staff.reactivate',
    'staff.resetPassword',
    'staff.sessions',
  ]) {
    for (const id of [newId(), 'not an id'])
      expect(
        reasonIn(await keeper.call(path, path === 'staff.setRole' ? { id, role: 'viewer' } : { id })),
        path,
      ).toBe('NOT_FOUND');
  }
  for (const path of ['staff.revokeInvite', 'staff.reissueInvite'])
    expect(reasonIn(await keeper.call(path, { id: newId() })), path).toBe('NOT_FOUND');
});

test('an action that changes nothing is not recorded', async () => {
  const member = await newMember('viewer');
  const about = () =>
    knex('audit_log')
      .where({ subject_id: member.staff.id })
      .whereNot({ action: 'auth.signIn' })
      .pluck('action');
  await keeper.call('staff.setRole', { id: member.staff.id, role: 'viewer' });
  await keeper.call('staff.reactivate', { id: member.staff.id });
  expect(await about()).toEqual([]);
  await keeper.call('staff.deactivate', { id: member.staff.id });
  await keeper.call('staff.deactivate', { id: member.staff.id });
  expect(await about()).toEqual(['staff.deactivate']);
});

// ---------------------------------------------------------------------------
// The second factor, by role and for actions that give access
// ---------------------------------------------------------------------------

test('a member whose role requires a second factor can read and set one up until there is one', async () => {
  const member = await newMember('approver');
  expect(
    (await keeper.call('staff.setRule', { role: 'approver', secondFactorRequired: true })).data,
  ).toMatchObject({
    data: expect.arrayContaining([
      expect.objectContaining({
        role: 'approver',
        secondFactorRequired: true,
        withoutSecondFactor: expect.any(Number) as number,
      }),
    ]) as unknown,
  });
  expect((await member.call('system.session')).data).toMatchObject({
    mustEnrol: true,
    permissions: ROLE_PERMISSIONS.viewer.filter((permission) => permission !== 'exports.manage'),
    role: 'approver',
  });
  for (const path of ['payments.list', 'withdrawals.list', 'audit.list', 'dashboard.summary'])
    expect(reasonIn(await member.call(path)), path).toBe('OK');
  for (const path of ['users.freeze', 'withdrawals.approve', 'withdrawals.stopPayouts', 'currencies.sync'])
    expect(reasonIn(await member.call(path)), path).toBe('PERMISSION_DENIED');
  expect((await keeper.call('staff.get', { id: member.staff.id })).data).toMatchObject({
    mustEnrol: true,
    passkeys: 0,
  });
  expect(reasonIn(await member.call('security.overview'))).toBe('OK');
  expect(reasonIn(await member.call('sessions.mine'))).toBe('OK');
  await enrol(member);
  expect((await member.call('system.session')).data).toMatchObject({ mustEnrol: false });
  expect(reasonIn(await member.call('withdrawals.list'))).toBe('OK');
});

test('the rule applies to one role, from the next request, and can be turned off', async () => {
  const members = await Promise.all(STAFF_ROLES.map(async (role) => await newMember(role)));
  await keeper.call('staff.setRule', { role: 'operator', secondFactorRequired: true });
  const reasons = async () =>
    await Promise.all(members.map(async (member) => reasonIn(await member.call('users.upsert'))));
  expect(await reasons()).toEqual([
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
    'INVALID_INPUT',
    'INVALID_INPUT',
  ]);
  await setStaffRole(knex, { id: members[0]?.staff.id ?? '', role: 'operator' });
  expect((await reasons())[0]).toBe('PERMISSION_DENIED');
  const waiting = await keeper.call('staff.setRule', { role: 'operator', secondFactorRequired: false });
  const id = changeRequestIdOf(waiting);
  expect((await reasons())[0]).toBe('PERMISSION_DENIED');
  expect(reasonIn(await (members[3] as Member).call('changeRequests.approve', { id }))).toBe('OK');
  expect(await reasons()).toEqual(Array.from({ length: 4 }, () => 'INVALID_INPUT'));
});

test('a passkey counts as a second factor, a removed one does not', async () => {
  const member = await newMember('approver');
  await keeper.call('staff.setRule', { role: 'approver', secondFactorRequired: true });
  const id = newId();
  await knex('staff_passkeys').insert({
    id,
    staff_id: member.staff.id,
    credential_id: `credential-${people()}`,
    public_key: Buffer.alloc(64, 7),
    rp_id: 'desk.test',
    counter: 0,
    device_type: 'singleDevice',
    backed_up: false,
    name: 'key',
    created_at: new Date(),
  });
  expect((await member.call('system.session')).data).toMatchObject({ mustEnrol: false });
  expect((await keeper.call('staff.get', { id: member.staff.id })).data).toMatchObject({
    mustEnrol: false,
    passkeys: 1,
  });
  await knex('staff_passkeys').where({ id }).update({ removed_at: new Date() });
  expect(reasonIn(await member.call('withdrawals.approve'))).toBe('PERMISSION_DENIED');
});

test('a new desk has no such rules, only admins change them, and each change is in the log', async () => {
  expect((await keeper.call('staff.rules')).data).toMatchObject({
    data: STAFF_ROLES.map((role) => ({ role, secondFactorRequired: false })),
  });
  for (const role of ['viewer', 'operator', 'approver'] as const) {
    const member = await newMember(role);
    expect(
      reasonIn(await member.call('staff.setRule', { role: 'viewer', secondFactorRequired: true })),
      role,
    ).toBe('PERMISSION_DENIED');
  }
  await knex('audit_log').count();
  await keeper.call('staff.setRule', { role: 'viewer', secondFactorRequired: true });
  await keeper.call('staff.setRule', { role: 'viewer', secondFactorRequired: true });
  const rows = await knex('audit_log')
    .where({ action: 'staff.setRule' })
    .whereRaw(`after->>'role' = 'viewer'`)
    .select('actor_id', 'before', 'after');
  expect(rows).toEqual([
    {
      actor_id: keeper.staff.id,
      before: { role: 'viewer', secondFactorRequired: false },
      after: { role: 'viewer', secondFactorRequired: true },
    },
  ]);
});

test('an admin’s stolen session gives no one access without the second factor, and locks no one out', async () => {
  const admin = await newMember('admin');
  const [target, closed] = [await newMember('viewer'), await newMember('viewer')];
  await keeper.call('staff.deactivate', { id: closed.staff.id });
  const { data: open } = (await keeper.call('staff.invite', {
    email: 'waiting@staff.test',
    name: 'Waiting',
    role: 'viewer',
  })) as { data: { id: string } };
  const totp = await enrolTotp(desk, admin.staff.id);
  const actions: [string, object][] = [
    ['staff.create', { email: 'new@staff.test', name: 'New', role: 'admin' }],
    ['staff.invite', { email: 'newer@staff.test', name: 'Newer', role: 'approver' }],
    ['staff.reissueInvite', { id: open.id }],
    ['staff.resetPassword', { id: target.staff.id }],
    ['staff.setRole', { id: target.staff.id, role: 'approver' }],
    ['staff.reactivate', { id: closed.staff.id }],
    ['staff.setRule', { role: 'approver', secondFactorRequired: true }],
  ];
  const audited = async () =>
    Number(
      (
        await knex('audit_log')
          .where({ actor_id: admin.staff.id })
          .whereLike('action', 'staff.%')
          .count('* as n')
          .first()
      )?.['n'],
    );
  for (const [path, input] of actions) {
    expect(reasonIn(await admin.call(path, input)), path).toBe('SECOND_FACTOR_REQUIRED');
    expect(reasonIn(await admin.call(path, { ...input, proof: wrongCode(desk, totp, 1) })), path).toBe(
      'SECOND_FACTOR_INVALID',
    );
    await knex('staff_session_step_ups').update({ failures: 0, locked_until: null });
  }
  expect(await audited()).toBe(0);
  const alone = ['staff.reissueInvite', 'staff.reactivate', 'staff.setRule'];
  for (const [path, input] of actions) {
    await desk.advance(60);
    expect(reasonIn(await admin.call(path, { ...input, proof: totp.code() })), path).toBe(
      alone.includes(path) ? 'OK' : 'CHANGE_REQUESTED',
    );
  }
  expect(await audited()).toBe(alone.length);
  expect(reasonIn(await admin.call('staff.deactivate', { id: target.staff.id }))).toBe(
    'SECOND_FACTOR_REQUIRED',
  );
  expect(
    await knex('audit_log').whereRaw(`before::text like '%proof%' or after::text like '%proof%'`),
  ).toEqual([]);
});

let numbers = 0;
const people = () => (numbers += 1);
