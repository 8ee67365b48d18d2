import { beforeAll, beforeEach, expect, test } from 'vitest';
import {
  actors,
  newUser,
  offerCurrencies,
  testDesk,
  testSettings,
  SECRET,
} from '../../test/support/testDesk.ts';
import { testCommandLine } from '../../test/support/commandLine.ts';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { authenticate } from '../signIn/authenticate.ts';
import { newId } from '../base/identifiers.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { Staff } from '../models/Staff.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { Transaction } from '../models/Transaction.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import type { User } from '../models/User.ts';
import { giveBonus } from '../transactions/giveBonus.ts';
import { commands } from './commands/index.ts';
import { program } from './program.ts';

const { knex, url } = await testDatabase();
const desk = await testDesk();
const line = testCommandLine(program, testSettings({ DATABASE_URL: url, PAYDESK_SECRET: SECRET }));
const paydesk = line.run;

let user: User;
beforeEach(() => line.clear());
beforeAll(async () => {
  await offerCurrencies(desk);
  user = await newUser(desk);
});

test('the help names every command, and every command has a help of its own', async () => {
  expect(await paydesk('--help')).toBe(0);
  for (const { name, summary } of commands) {
    expect(line.out).toContain(name);
    line.out = '';
    expect(await paydesk(...name.split(' '), '--help')).toBe(0);
    expect(line.out).toContain(summary);
    line.out = '';
    await paydesk('--help');
  }
});

test.each([
  { words: [], says: 'Usage' },
  { words: ['pay'], says: 'no command “pay”' },
  { words: ['verify', '--fast'], says: '--fast' },
  { words: ['verify', 'now'], says: 'takes no argument' },
  { words: ['payment-status'], says: 'needs <id>' },
  { words: ['create-payment', '--user', 'x'], says: '--amount and --currency must be given' },
  {
    words: ['create-payment', '--user', 'x', '--amount', '5.001', '--currency', 'BTC'],
    says: 'at most two places',
  },
  { words: ['create-staff', '--email', 'ada@example.com', '--role', 'king'], says: 'role' },
  { words: ['create-api-key', '--name', 'shop', '--scopes', 'staff.manage'], says: 'scopes' },
])('“paydesk $words” is not understood: exit code 64', async ({ words, says }) => {
  expect(await paydesk(...words)).toBe(64);
  expect(line.err).toContain(says);
  expect(line.out).toBe('');
});

test('without a database the command line says which setting leads to one', async () => {
  const lost = testCommandLine(program, testSettings({ PAYDESK_SECRET: SECRET }));
  expect(await lost.run('verify')).toBe(1);
  expect(lost.err).toContain('DATABASE_URL is not set');
});

test('a refusal is one sentence with its reason, and JSON for programs', async () => {
  expect(await paydesk('payment-status', 'PAY_20260101000000_00000000')).toBe(1);
  expect(line.err).toBe('There is no payment PAY_20260101000000_00000000. (NOT_FOUND)\n');
  expect(await paydesk('payment-status', '1', '--json')).toBe(1);
  expect(JSON.parse(line.out)).toEqual({ error: { reason: 'NOT_FOUND', message: 'There is no payment 1.' } });
});

test('the API key is all of stdout, works, and its creation is in the audit log', async () => {
  expect(
    await paydesk('create-api-key', '--name', 'shop', '--scopes', 'payments.create, payments.read'),
  ).toBe(0);
  expect(line.out).toMatch(/^pk_\S+\n$/);
  const { principal } = await authenticate(
    { knex, auth: desk.auth, log: desk.log },
    { authorization: `Bearer ${line.out.trim()}`, cookieHeaders: new Headers() },
  );
  expect(principal).toMatchObject({ kind: 'service', name: 'shop' });
  expect([...principal.permissions].toSorted()).toEqual(['payments.create', 'payments.read', 'session.read']);
  expect(await AuditEntry.query().findOne({ action: 'apiKeys.create' })).toMatchObject({
    actorKind: 'system',
    actorName: 'command line',
  });
});

test('the signing secret is all of stdout, and the endpoint gets what it names', async () => {
  const words = ['--url', 'http://127.0.0.1:4000/hook', '--types', 'payment.credited, payment.expired'];
  expect(await paydesk('create-webhook-endpoint', ...words)).toBe(0);
  expect(line.out).toMatch(/^whsec_\S+\n$/);
  expect(await WebhookEndpoint.query().findOne({ url: 'http://127.0.0.1:4000/hook' })).toMatchObject({
    eventTypes: ['payment.credited', 'payment.expired'],
    disabledAt: null,
  });
  expect(await AuditEntry.query().findOne({ action: 'webhookEndpoints.create' })).toMatchObject({
    actorName: 'command line',
  });
  expect(await paydesk('create-webhook-endpoint', '--url', 'ftp://shop.test/hook')).not.toBe(0);
  expect(await paydesk('create-webhook-endpoint', ...words.with(3, 'payment.lost'))).toBe(64);
});

test('a member of staff gets a generated password, or the one on standard input', async () => {
  expect(
    await paydesk(
      'create-staff',
      '--email',
      'Ada@example.com',
      '--role',
      'approver',
      '--name',
      'Ada',
      '--json',
    ),
  ).toBe(0);
  expect(JSON.parse(line.out)).toMatchObject({
    email: 'ada@example.com',
    role: 'approver',
    name: 'Ada',
    password: expect.stringMatching(/^\S{24}$/),
  });
  line.typed = 'correct horse battery';
  expect(await paydesk('create-staff', '--email', 'ben@example.com', '--role', 'viewer', '--password')).toBe(
    0,
  );
  expect(line.out).not.toContain(line.typed);
  expect(await Staff.query().findOne({ email: 'ben@example.com' })).toMatchObject({
    role: 'viewer',
    name: 'ben@example.com',
  });
  line.typed = 'short';
  expect(await paydesk('create-staff', '--email', 'cy@example.com', '--role', 'viewer', '--password')).toBe(
    1,
  );
  expect(await paydesk('create-staff', '--email', 'ben@example.com', '--role', 'viewer')).toBe(1);
  expect(line.err).toContain('(EMAIL_TAKEN)');
});

test('the second factors of a person who has lost them are removed by e-mail address', async () => {
  const staff = await Staff.query().findOne({ email: 'ben@example.com' }).throwIfNotFound();
  await StaffPasskey.query().insert({
    id: newId(),
    staffId: staff.id,
    credentialId: 'bens-key',
    publicKey: Buffer.alloc(77),
    rpId: 'localhost',
    counter: '0',
    transports: [],
    deviceType: 'singleDevice',
    backedUp: false,
    name: 'key',
    createdAt: new Date(),
  });
  expect(await paydesk('reset-second-factor', '--email', 'Ben@example.com', '--json')).toBe(0);
  expect(JSON.parse(line.out)).toEqual({
    id: staff.id,
    email: 'ben@example.com',
    passkeys: 1,
    authenticatorApp: false,
  });
  expect(await StaffPasskey.query().findOne({ credentialId: 'bens-key' })).toMatchObject({
    removedAt: expect.any(Date),
  });
  line.out = '';
  expect(await paydesk('reset-second-factor', '--email', 'ben@example.com')).toBe(0);
  expect(line.out).toContain('none');
  expect(await paydesk('reset-second-factor', '--email', 'unknown@example.com')).toBe(1);
  expect(line.err).toContain('(NOT_FOUND)');
});

test('migrating what is up to date applies nothing', async () => {
  expect(await paydesk('migrate', '--json')).toBe(0);
  expect(JSON.parse(line.out)).toEqual({ applied: [] });
});

test('a check of the migrations says what is missing or newer, with exit code 2 or 0, and changes nothing', async () => {
  expect(await paydesk('migrate', '--check', '--json')).toBe(0);
  expect(JSON.parse(line.out)).toEqual({ pending: [], newer: [] });
  const last = await knex('knex_migrations').orderBy('name', 'desc').first<{ name: string }>();
  try {
    await knex('knex_migrations').where({ name: last.name }).update({ name: '9999_of_a_newer_version.sql' });
    line.out = '';
    expect(await paydesk('migrate', '--check')).toBe(2);
    expect(line.out).toBe(
      `Would be applied:\n  ${last.name}\nA newer version has applied:\n  9999_of_a_newer_version.sql\n`,
    );
    expect(await knex('knex_migrations').where({ name: last.name })).toEqual([]);
  } finally {
    await knex('knex_migrations').where({ name: '9999_of_a_newer_version.sql' }).update({ name: last.name });
  }
});

test('verify passes a sound ledger; of a damaged one it names the first bad row, with exit code 2', async () => {
  const other = await newUser(desk);
  await giveBonus(desk, actors.service(), { userId: other.id, amountUsd: '5.00' });
  await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '5.00' });
  expect(await paydesk('verify')).toBe(0);
  expect(line.out).toContain('in order');
  await knex.raw('alter table transactions disable trigger transactions_are_permanent');
  await knex.raw("update transactions set description = 'rewritten' where user_id = ?", [user.id]);
  const bad = await Transaction.query().findOne({ userId: user.id }).throwIfNotFound();
  line.out = '';
  expect(await paydesk('verify')).toBe(2);
  expect(line.out).toContain(bad.id);
  line.out = '';
  expect(await paydesk('verify', '--json', '--user', user.externalId)).toBe(2);
  expect(JSON.parse(line.out)).toMatchObject({
    ok: false,
    users: 1,
    firstBad: { userId: user.id, transactionId: bad.id, seq: 1 },
  });
  expect(await paydesk('verify', '--user', other.id)).toBe(0);
});
