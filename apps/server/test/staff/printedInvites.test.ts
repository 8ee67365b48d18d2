import { beforeEach, expect, test } from 'vitest';
import { PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { sha256Hex } from '../../src/base/identifiers.ts';
import { program } from '../../src/cli/program.ts';
import { createApp } from '../../src/http/createApp.ts';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { Staff } from '../../src/models/Staff.ts';
import { StaffInvite } from '../../src/models/StaffInvite.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { ensureFirstStaff } from '../../src/staff/ensureFirstStaff.ts';
import { testCommandLine } from '../support/commandLine.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { SECRET, testDesk, testSettings } from '../support/testDesk.ts';
import { testDatabase } from '../support/testDatabase.ts';

/* Links that are printed on the server, on a desk with a real provider: no password is printed, ever. */
const { knex, url } = await testDatabase();
const settings = testSettings({
  DATABASE_URL: url,
  PAYDESK_SECRET: SECRET,
  PUBLIC_URL,
  NOWPAYMENTS_API_KEY: 'key',
  NOWPAYMENTS_IPN_SECRET: 'secret',
});
const desk = await testDesk({ settings });
const app = await createApp(desk);
const line = testCommandLine(program, settings);
const PASSWORD = 'chosen by myself alone';

beforeEach(async () => {
  line.clear();
  await knex('rate_limits').delete();
});
const tokenIn = (link: string) => link.trim().split('/#/invite/')[1] ?? '';
const accept = async (link: string, more: object = {}) =>
  await new HttpBrowser(app).post('/invites/accept', { token: tokenIn(link), password: PASSWORD, ...more });

test('a first start with a real provider makes an invitation instead of a password, until it is used', async () => {
  const first = await ensureFirstStaff(settings, knex);
  expect(first).toMatchObject({ email: settings.firstStaff.email, password: null });
  expect(await Staff.query().resultSize()).toBe(0);
  const second = await ensureFirstStaff(settings, knex);
  expect((await accept(first.invitation?.link ?? '')).status).toBe(410);
  expect((await accept(second.invitation?.link ?? '', { name: 'Ada' })).status).toBe(200);
  expect(await Staff.query().findOne({ email: first.email })).toMatchObject({
    name: 'Ada',
    role: 'admin',
    pendingRole: null,
  });
  expect(await ensureFirstStaff(settings, knex)).toEqual({
    email: first.email,
    password: null,
    invitation: null,
  });
  expect(
    await AuditEntry.query().where({ action: 'staff.invite', actorName: 'first start' }).resultSize(),
  ).toBe(2);
});

test('the link is all of stdout, works once, gives the role at once, and is audited', async () => {
  expect(await line.run('staff', 'invite', 'Ben@example.com', '--role', 'admin', '--name', 'Ben')).toBe(0);
  expect(line.out).toMatch(new RegExp(`^${PUBLIC_URL}/#/invite/in_[A-Za-z0-9_-]{43}\n$`));
  expect(line.err).toContain('ben@example.com (admin)');
  const { out: link } = line;
  const invite = await StaffInvite.query().findOne({ email: 'ben@example.com' }).throwIfNotFound();
  expect(invite).toMatchObject({ tokenHash: sha256Hex(tokenIn(link)), createdByStaffId: null });
  expect(await AuditEntry.query().findOne({ subjectId: invite.id })).toMatchObject({
    action: 'staff.invite',
    actorKind: 'system',
    actorId: null,
    actorName: 'command line',
  });
  expect((await accept(link)).status).toBe(200);
  expect((await accept(link)).status).toBe(410);
  expect(await Staff.query().findOne({ email: 'ben@example.com' })).toMatchObject({
    name: 'Ben',
    role: 'admin',
    pendingRole: null,
  });
});

test('a printed link is valid for 24 hours, and one for the same address replaces it', async () => {
  await line.run(
    'staff',
    'invite',
    'cy@example.com',
    '--role',
    'viewer',
    '--url',
    'https://pay.test/',
    '--json',
  );
  const first = JSON.parse(line.out) as { id: string; link: string; expiresAt: string };
  expect(first.link).toMatch(/^https:\/\/pay\.test\/#\/invite\/in_/);
  const { createdAt, expiresAt } = await StaffInvite.query().findById(first.id).throwIfNotFound();
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(24 * 3600 * 1000);
  expect(expiresAt.toISOString()).toBe(first.expiresAt);
  line.clear();
  await line.run('staff', 'invite', 'cy@example.com', '--role', 'viewer');
  expect((await accept(first.link)).status).toBe(410);
  expect((await accept(line.out)).status).toBe(200);
});

test.each([
  { words: ['staff'], code: 64, says: '“staff” is followed by one of: invite' },
  { words: ['staff', 'fire', 'x@example.com'], code: 64, says: 'one of: invite' },
  { words: ['staff', 'invite', '--role', 'viewer'], code: 64, says: 'needs <email>' },
  { words: ['staff', 'invite', 'x@example.com'], code: 64, says: '--role must be given' },
  { words: ['staff', 'invite', 'x', '--role', 'viewer'], code: 64, says: 'email' },
  { words: ['staff', 'invite', 'x@example.com', '--role', 'king'], code: 64, says: 'role' },
  {
    words: ['staff', 'invite', 'x@example.com', '--role', 'viewer', '--url', 'ftp://x'],
    code: 64,
    says: 'url',
  },
  {
    words: ['create-staff', '--email', 'x@example.com', '--role', 'viewer'],
    code: 1,
    says: 'INVITATION_REQUIRED',
  },
])('“paydesk $words” changes nothing: exit code $code', async ({ words, code, says }) => {
  expect(await line.run(...words)).toBe(code);
  expect(line.err).toContain(says);
  expect(line.out).toBe('');
  expect(await StaffInvite.query().where({ email: 'x@example.com' }).resultSize()).toBe(0);
});

test('an address that has an account is refused', async () => {
  await createStaff(knex, desk.auth, {
    email: 'dee@example.com',
    name: 'Dee',
    role: 'viewer',
    password: PASSWORD,
  });
  expect(await line.run('staff', 'invite', 'DEE@example.com', '--role', 'admin')).toBe(1);
  expect(line.err).toContain('(EMAIL_TAKEN)');
});
