import { beforeEach, expect, test } from 'vitest';
import { deactivateStaff } from '../../src/auth/staffAccounts.ts';
import { setStaffRole } from '../../src/auth/staffAccounts.ts';
import { newId, sha256Hex } from '../../src/base/identifiers.ts';
import { Staff } from '../../src/models/Staff.ts';
import { findOpenInvite } from '../../src/staff/inviteLinks.ts';
import { PUBLIC_URL } from '../support/http.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { refusalOf } from '../support/money.ts';
import { enter, idOf, PASSWORD, reasonIn, staffDesk, tokenOf } from './staffDesk.ts';

const { desk, app, knex, newMember } = await staffDesk();
const admin = await newMember('admin');
await newMember('admin');
const NEW_PASSWORD = 'chosen by myself alone';

beforeEach(async () => void (await knex('rate_limits').delete()));

let invited = 0;
async function invite(changes: object = {}) {
  invited += 1;
  const email = `invited${invited}@staff.test`;
  const made = await admin.call('staff.invite', { email, name: 'Grace', role: 'viewer', ...changes });
  return {
    email,
    made,
    token: made.error === null ? tokenOf(made) : '',
    id: made.error === null ? idOf(made) : '',
  };
}
const accept = async (token: string, more: object = {}) =>
  await new HttpBrowser(app).post('/invites/accept', { token, password: NEW_PASSWORD, ...more });
const readInvite = async (token: string) => await new HttpBrowser(app).post('/invites/read', { token });
const stateOf = async (id: string) =>
  ((await admin.call('staff.invites')).data as { data: { id: string; state: string }[] }).data.find(
    (row) => row.id === id,
  )?.state;

test('a link shows what it is for; with the chosen password the person has the intended role', async () => {
  const { email, made, token } = await invite();
  expect(made.data).toMatchObject({
    kind: 'invite',
    state: 'open',
    email,
    role: 'viewer',
    link: `${PUBLIC_URL}/#/invite/${token}`,
    createdBy: { id: admin.staff.id },
  });
  expect((await readInvite(token)).body).toMatchObject({
    kind: 'invite',
    email,
    name: 'Grace',
    role: 'viewer',
  });
  expect(await accept(token, { name: 'Grace Hopper' })).toEqual({ status: 200, body: { email } });
  const staff = await Staff.query().findOne({ email }).throwIfNotFound();
  expect(staff).toMatchObject({ name: 'Grace Hopper', role: 'viewer', deactivatedAt: null });
  const member = await enter(app, desk, staff, NEW_PASSWORD);
  expect((await member.call('system.session')).data).toMatchObject({ id: staff.id, role: 'viewer' });
});

test('a link is valid for 72 hours and not a second longer', async () => {
  const { made, token, id } = await invite();
  const { createdAt, expiresAt } = made.data as { createdAt: string; expiresAt: string };
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(72 * 3600 * 1000);
  await desk.advance(72 * 3600 - 60);
  expect((await readInvite(token)).status).toBe(200);
  await desk.advance(61);
  expect((await readInvite(token)).status).toBe(410);
  expect(await accept(token)).toMatchObject({
    status: 410,
    body: {
      error: { message: expect.stringContaining('expired') as string, data: { reason: 'INVITE_INVALID' } },
    },
  });
  expect(await stateOf(id)).toBe('expired');
});

test('a link works once, and exactly once with concurrent uses', async () => {
  const { email, token, id } = await invite();
  const answers = await Promise.all(Array.from({ length: 8 }, async () => (await accept(token)).status));
  expect(answers.toSorted((a, b) => a - b)).toEqual([200, 410, 410, 410, 410, 410, 410, 410]);
  expect(await Staff.query().where({ email }).resultSize()).toBe(1);
  expect(messageIn(await accept(token))).toContain('already used');
  expect(await stateOf(id)).toBe('used');
});

test('a revoked link is invalid, and of revoking and using it at once exactly one succeeds', async () => {
  const first = await invite();
  expect(reasonIn(await admin.call('staff.revokeInvite', { id: first.id }))).toBe('OK');
  expect(messageIn(await accept(first.token))).toContain('revoked');
  for (let round = 0; round < 5; round += 1) {
    const { email, token, id } = await invite();
    const [accepted, revoked] = await Promise.all([accept(token), admin.call('staff.revokeInvite', { id })]);
    const joined = await Staff.query().where({ email }).resultSize();
    expect([accepted.status, reasonIn(revoked), joined]).toEqual(
      joined === 1 ? [200, 'INVITE_INVALID', 1] : [410, 'OK', 0],
    );
  }
});

test('a new link for the same address ends the old one; of two created at once one stays open', async () => {
  const { email, token } = await invite();
  const both = await Promise.all(
    [1, 2].map(async () => await admin.call('staff.invite', { email, name: 'Grace', role: 'viewer' })),
  );
  expect(both.map(reasonIn)).toEqual(['OK', 'OK']);
  expect((await readInvite(token)).status).toBe(410);
  expect(
    (await Promise.all(both.map(async (made) => (await readInvite(tokenOf(made))).status))).toSorted(
      (a, b) => a - b,
    ),
  ).toEqual([200, 410]);
});

test('a lost or expired link can be replaced, a used one cannot', async () => {
  const { id, token, email } = await invite();
  await desk.advance(80 * 3600);
  const again = await admin.call('staff.reissueInvite', { id });
  expect((await accept(token)).status).toBe(410);
  expect((await accept(tokenOf(again))).body).toEqual({ email });
  expect(reasonIn(await admin.call('staff.reissueInvite', { id: idOf(again) }))).toBe('INVITE_INVALID');
  expect(reasonIn(await admin.call('staff.revokeInvite', { id: idOf(again) }))).toBe('INVITE_INVALID');
});

test('links of an admin end when the admin is deactivated or loses the role', async () => {
  for (const lose of [
    (id: string) => deactivateStaff(knex, { id }),
    (id: string) => setStaffRole(knex, { id, role: 'viewer' }),
  ]) {
    const leaving = await newMember('admin');
    const made = await leaving.call('staff.invite', {
      email: `friend${(invited += 1)}@staff.test`,
      name: 'Friend',
      role: 'viewer',
    });
    await lose(leaving.staff.id);
    expect((await accept(tokenOf(made))).status).toBe(410);
  }
});

test('an existing member cannot be invited, and an invited person cannot join twice', async () => {
  expect(reasonIn((await invite({ email: admin.staff.email.toUpperCase() })).made)).toBe('EMAIL_TAKEN');
  const { email, token } = await invite();
  await admin.call('staff.create', { email, name: 'Other', role: 'viewer' });
  expect(await accept(token)).toMatchObject({
    status: 409,
    body: { error: { data: { reason: 'EMAIL_TAKEN' } } },
  });
});

/** With a second admin, a reset waits for them: see changeRequests. */
const dismissOthers = async () =>
  await knex('staff')
    .where({ role: 'admin' })
    .whereNot({ id: admin.staff.id })
    .update({ deactivated_at: knex.fn.now() });

test('a password reset ends all sessions and changes nothing else of the account', async () => {
  await dismissOthers();
  const member = await newMember('approver');
  const second = await enter(app, desk, member.staff);
  const made = await admin.call('staff.resetPassword', { id: member.staff.id });
  expect((await readInvite(tokenOf(made))).body).toMatchObject({ kind: 'reset', email: member.staff.email });
  expect(reasonIn(await member.call('system.session'))).toBe('OK');
  expect((await accept(tokenOf(made), { name: 'Somebody Else' })).status).toBe(200);
  expect([
    reasonIn(await member.call('system.session')),
    reasonIn(await second.call('system.session')),
  ]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  expect((await new HttpBrowser(app).signIn(member.staff.email, PASSWORD)).status).toBe(401);
  expect(await (await enter(app, desk, member.staff, NEW_PASSWORD)).call('system.session')).toMatchObject({
    data: { role: 'approver', name: member.staff.name },
  });
});

test('a reset also helps who cannot sign in any more because somebody wrote to their account', async () => {
  const member = await newMember('viewer');
  await knex('staff_accounts')
    .where({ staff_id: member.staff.id })
    .update({ account_id: 'forged', password: 'forged', origin_mac: 'forged' });
  expect((await new HttpBrowser(app).signIn(member.staff.email, PASSWORD)).status).toBe(401);
  const made = await admin.call('staff.resetPassword', { id: member.staff.id });
  expect((await accept(tokenOf(made))).status).toBe(200);
  expect((await new HttpBrowser(app).signIn(member.staff.email, NEW_PASSWORD)).status).toBe(200);
});

test('a deactivated account cannot be reset, neither before the link is created nor after', async () => {
  const member = await newMember('viewer');
  const made = await admin.call('staff.resetPassword', { id: member.staff.id });
  await admin.call('staff.deactivate', { id: member.staff.id });
  expect((await accept(tokenOf(made))).status).toBe(410);
  expect(reasonIn(await admin.call('staff.resetPassword', { id: member.staff.id }))).toBe(
    'ILLEGAL_TRANSITION',
  );
});

test('invalid tokens, weak passwords and requests of other sites are refused', async () => {
  for (const token of ['', 'in_short', `pk_${'a'.repeat(43)}`, `in_${'a'.repeat(43)}`, 'x'.repeat(90)])
    expect((await accept(token)).status, token).toBe(410);
  const { token } = await invite();
  for (const password of ['too short', 'passwordpassword', 'GraceGraceGrace'])
    expect(await accept(token, { password }), password).toMatchObject({
      status: 400,
      body: { error: { data: { reason: 'INVALID_INPUT' } } },
    });
  const foreign = {
    method: 'POST',
    url: '/api/invites/accept',
    payload: { token, password: NEW_PASSWORD },
  } as const;
  expect((await app.inject({ ...foreign, headers: { origin: 'https://elsewhere.test' } })).statusCode).toBe(
    403,
  );
  expect((await app.inject({ ...foreign, headers: {} })).statusCode).toBe(403);
  expect(
    (
      await app.inject({
        ...foreign,
        headers: { origin: PUBLIC_URL, 'content-type': 'text/plain' },
        payload: JSON.stringify(foreign.payload),
      })
    ).statusCode,
  ).not.toBe(200);
  expect((await readInvite(token)).status).toBe(200);
});

test('guesses from one address are limited', async () => {
  const browser = new HttpBrowser(app);
  const statuses: number[] = [];
  for (let n = 0; n < 32; n += 1)
    statuses.push((await browser.post('/invites/read', { token: `in_${'a'.repeat(43)}` })).status);
  expect(statuses.slice(-2)).toEqual([429, 429]);
  expect((await readInvite((await invite()).token)).status).toBe(200);
});

test('the token of a link is not in the database, and the row of a used link cannot change', async () => {
  const { token, id } = await invite();
  await accept(token);
  const tables = await Promise.all(
    ['staff_invites', 'audit_log', 'staff', 'staff_accounts'].map(async (table) =>
      JSON.stringify(await knex(table)),
    ),
  );
  expect(tables.join()).not.toContain(token);
  expect(tables[0]).toContain(sha256Hex(token));
  for (const change of [{ used_at: null }, { role: 'admin' }, { revoked_at: new Date(), used_at: null }])
    expect(await refusalOf(knex('staff_invites').where({ id }).update(change))).toBe('IMMUTABLE');
  const open = await invite();
  expect(await refusalOf(knex('staff_invites').where({ id: open.id }).update({ role: 'admin' }))).toBe(
    'IMMUTABLE',
  );
  expect(
    await refusalOf(
      knex('staff_invites')
        .where({ id: open.id })
        .update({ expires_at: new Date(Date.now() + 1e9) }),
    ),
  ).toBe('IMMUTABLE');
  expect(await refusalOf(knex('staff_invites').delete())).toBe('IMMUTABLE');
});

test('a link that was written by SQL opens nothing', async () => {
  const { id } = await invite();
  const token = `in_${'f'.repeat(43)}`;
  const row = await knex('staff_invites').where({ id }).first<object>();
  const changes = { id: newId(), email: 'mallory@staff.test', role: 'admin', token_hash: sha256Hex(token) };
  // With the proof of another row, or with none.
  for (const forgery of [{}, { origin_mac: null }]) {
    const trx = await knex.transaction();
    await trx('staff_invites').insert({ ...row, ...changes, ...forgery });
    const refusal = await refusalOf(findOpenInvite(trx, token, new Date()));
    await trx.rollback();
    expect(refusal).toBe('INVITE_INVALID');
  }
  await knex('staff_invites').insert({ ...row, ...changes });
  expect((await readInvite(token)).status).toBe(410);
  expect((await accept(token)).status).toBe(410);
  expect(await Staff.query().findOne({ email: 'mallory@staff.test' })).toBeUndefined();
});

test('inviting, replacing, revoking, joining and resetting are in the log, without the token', async () => {
  const { token, id } = await invite();
  await admin.call('staff.reissueInvite', { id });
  const actions = (await knex('audit_log')
    .where({ subject_kind: 'invite', subject_id: id })
    .orWhereRaw(`before->>'id' = ?`, [id])
    .orderBy('recorded_at')
    .select('action', 'actor_id', 'session_id')) as Record<string, string>[];
  expect(actions).toMatchObject([
    { action: 'staff.invite', actor_id: admin.staff.id, session_id: expect.any(String) as string },
    { action: 'staff.reissueInvite' },
  ]);
  expect(await knex('audit_log').distinct('action').pluck('action')).toEqual(
    expect.arrayContaining([
      'staff.join',
      'staff.passwordReset',
      'staff.revokeInvite',
      'staff.resetPassword',
    ]),
  );
  expect(JSON.stringify(await knex('audit_log'))).not.toContain(token);
});

const messageIn = ({ body }: { body: Record<string, unknown> }) =>
  (body['error'] as { message: string }).message;
