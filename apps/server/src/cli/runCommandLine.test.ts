import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  actors,
  newUser,
  offerCurrencies,
  testDesk,
  testSettings,
  SECRET,
} from '../../test/support/testDesk.ts';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { authenticate } from '../signIn/authenticate.ts';
import { newId } from '../base/identifiers.ts';
import { tryPort } from '../db/embedded/freePort.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { Payment } from '../models/Payment.ts';
import { Staff } from '../models/Staff.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { Transaction } from '../models/Transaction.ts';
import type { User } from '../models/User.ts';
import { giveBonus } from '../transactions/giveBonus.ts';
import { commands } from './commands/index.ts';
import { runCommandLine } from './runCommandLine.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'paydesk-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const { knex, url } = await testDatabase();
const desk = await testDesk();
const settings = testSettings({
  DATABASE_URL: url,
  PAYDESK_SECRET: SECRET,
  PAYDESK_DATA_DIR: dataDir,
  SIMULATOR_PORT: String(await tryPort(0)),
  SIMULATOR_STEP_MS: '0',
});

let out = '';
let err = '';
let typed = '';
let user: User;
beforeEach(() => {
  out = '';
  err = '';
});
beforeAll(async () => {
  await offerCurrencies(desk);
  user = await newUser(desk);
});

const paydesk = async (...words: string[]): Promise<number> =>
  await runCommandLine(words, {
    loadSettings: () => settings,
    interrupted: new Promise(() => {}),
    readSecret: async () => typed,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    say: (text) => void (err += `${text}\n`),
    sayOver() {},
  });

test('the help names every command, and every command has a help of its own', async () => {
  expect(await paydesk('--help')).toBe(0);
  for (const { name, summary } of commands) {
    expect(out).toContain(name);
    out = '';
    expect(await paydesk(name, '--help')).toBe(0);
    expect(out).toContain(summary);
    out = '';
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
  expect(err).toContain(says);
  expect(out).toBe('');
});

test('a refusal is one sentence with its reason, and JSON for programs', async () => {
  expect(await paydesk('payment-status', 'PAY_20260101000000_00000000')).toBe(1);
  expect(err).toBe('There is no payment PAY_20260101000000_00000000. (NOT_FOUND)\n');
  expect(await paydesk('payment-status', '1', '--json')).toBe(1);
  expect(JSON.parse(out)).toEqual({ error: { reason: 'NOT_FOUND', message: 'There is no payment 1.' } });
});

test('the API key stands alone on stdout, works, and its making is in the audit log', async () => {
  expect(
    await paydesk('create-api-key', '--name', 'shop', '--scopes', 'payments.create, payments.read'),
  ).toBe(0);
  expect(out).toMatch(/^pk_\S+\n$/);
  const { principal } = await authenticate(
    { knex, auth: desk.auth, log: desk.log },
    { authorization: `Bearer ${out.trim()}`, cookieHeaders: new Headers() },
  );
  expect(principal).toMatchObject({ kind: 'service', name: 'shop' });
  expect([...principal.permissions].toSorted()).toEqual(['payments.create', 'payments.read', 'session.read']);
  expect(await AuditEntry.query().findOne({ action: 'apiKeys.create' })).toMatchObject({
    actorKind: 'system',
    actorName: 'command line',
  });
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
  expect(JSON.parse(out)).toMatchObject({
    email: 'ada@example.com',
    role: 'approver',
    name: 'Ada',
    password: expect.stringMatching(/^\S{24}$/),
  });
  typed = 'correct horse battery';
  expect(await paydesk('create-staff', '--email', 'ben@example.com', '--role', 'viewer', '--password')).toBe(
    0,
  );
  expect(out).not.toContain(typed);
  expect(await Staff.query().findOne({ email: 'ben@example.com' })).toMatchObject({
    role: 'viewer',
    name: 'ben@example.com',
  });
  typed = 'short';
  expect(await paydesk('create-staff', '--email', 'cy@example.com', '--role', 'viewer', '--password')).toBe(
    1,
  );
  expect(await paydesk('create-staff', '--email', 'ben@example.com', '--role', 'viewer')).toBe(1);
  expect(err).toContain('(EMAIL_TAKEN)');
});

test('the second factors of somebody who has lost them are taken away by e-mail', async () => {
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
  expect(JSON.parse(out)).toEqual({
    id: staff.id,
    email: 'ben@example.com',
    passkeys: 1,
    authenticatorApp: false,
  });
  expect(await StaffPasskey.query().findOne({ credentialId: 'bens-key' })).toMatchObject({
    removedAt: expect.any(Date),
  });
  out = '';
  expect(await paydesk('reset-second-factor', '--email', 'ben@example.com')).toBe(0);
  expect(out).toContain('none');
  expect(await paydesk('reset-second-factor', '--email', 'nobody@example.com')).toBe(1);
  expect(err).toContain('(NOT_FOUND)');
});

test('without a running desk a payment is made with a simulator of its own, found by any of its ids, and repeated by its key', async () => {
  const words = [
    'create-payment',
    '--user',
    user.externalId,
    '--amount',
    '25',
    '--currency',
    'usdtbsc',
    '--idempotency-key',
    'cli-1',
    '--json',
  ];
  expect(await paydesk(...words)).toBe(0);
  const made = JSON.parse(out) as {
    id: string;
    internalPaymentId: string;
    providerPaymentId: string;
    payAddress: string;
  };
  expect(made).toMatchObject({
    status: 'pending',
    amountUsd: '25.00',
    currencyCode: 'USDTBSC',
    userId: user.id,
    payAddress: expect.stringMatching(/^0x/),
  });
  for (const id of [made.id, made.internalPaymentId, made.providerPaymentId]) {
    out = '';
    expect(await paydesk('payment-status', id)).toBe(0);
    expect(out).toContain(made.payAddress);
  }
  out = '';
  expect(await paydesk(...words)).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ id: made.id });
  // The journal has kept it: a simulator of another command knows it too.
  const { checkedAt } = await Payment.query().findById(made.id).throwIfNotFound();
  expect(await paydesk('payment-status', made.id, '--refresh')).toBe(0);
  expect((await Payment.query().findById(made.id).throwIfNotFound()).checkedAt).not.toEqual(checkedAt);
  expect(await tryPort(settings.simulator.port)).toBe(settings.simulator.port);
});

test('a dry run of the currencies changes nothing and says so', async () => {
  expect(await paydesk('sync-currencies', '--dry-run')).toBe(0);
  expect(out).toContain('Nothing was changed');
  out = '';
  expect(await paydesk('sync-currencies', '--json')).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ dryRun: false, created: [], missing: [] });
});

test('migrating what is up to date applies nothing', async () => {
  expect(await paydesk('migrate', '--json')).toBe(0);
  expect(JSON.parse(out)).toEqual({ applied: [] });
});

test('a desk with customers is not filled with demo data', async () => {
  expect(await paydesk('demo')).toBe(1);
  expect(err).toContain('customers already');
});

test('verify passes a sound ledger; of a damaged one it names the first bad row, with exit code 2', async () => {
  const other = await newUser(desk);
  await giveBonus(desk, actors.service(), { userId: other.id, amountUsd: '5.00' });
  await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '5.00' });
  expect(await paydesk('verify')).toBe(0);
  expect(out).toContain('in order');
  await knex.raw('alter table transactions disable trigger transactions_are_permanent');
  await knex.raw("update transactions set description = 'rewritten' where user_id = ?", [user.id]);
  const bad = await Transaction.query().findOne({ userId: user.id }).throwIfNotFound();
  out = '';
  expect(await paydesk('verify')).toBe(2);
  expect(out).toContain(bad.id);
  out = '';
  expect(await paydesk('verify', '--json', '--user', user.externalId)).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    users: 1,
    firstBad: { userId: user.id, transactionId: bad.id, seq: 1 },
  });
  expect(await paydesk('verify', '--user', other.id)).toBe(0);
});
