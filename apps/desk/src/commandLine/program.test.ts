import { rmSync } from 'node:fs';
import { temporaryDataDir } from '@paydesk/data-folder';
import { tryPort } from '@paydesk/embedded-database';
import { Payment, type User } from '@paydesk/server/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testCommandLine } from '../../../server/test/support/commandLine.ts';
import { testDatabase } from '../../../server/test/support/testDatabase.ts';
import {
  newUser,
  offerCurrencies,
  SECRET,
  testDesk,
  testSettings,
} from '../../../server/test/support/testDesk.ts';
import { program } from './program.ts';

const dataDir = temporaryDataDir('cli');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const { url } = await testDatabase();
const settings = testSettings({
  DATABASE_URL: url,
  PAYDESK_SECRET: SECRET,
  PAYDESK_DATA_DIR: dataDir,
  SIMULATOR_PORT: String(await tryPort(0)),
  SIMULATOR_STEP_MS: '0',
});
const line = testCommandLine(program, settings);
beforeEach(() => line.clear());

let user: User;
beforeAll(async () => {
  const desk = await testDesk();
  await offerCurrencies(desk);
  user = await newUser(desk);
});

test('the help names the command that only a desk on one machine has', async () => {
  expect(await line.run('--help')).toBe(0);
  expect(line.out).toMatch(/^ {2}demo /m);
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
  expect(await line.run(...words)).toBe(0);
  const made = JSON.parse(line.out) as {
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
    line.out = '';
    expect(await line.run('payment-status', id)).toBe(0);
    expect(line.out).toContain(made.payAddress);
  }
  line.out = '';
  expect(await line.run(...words)).toBe(0);
  expect(JSON.parse(line.out)).toMatchObject({ id: made.id });
  // The journal has kept it: a simulator of another command knows it too.
  const { checkedAt } = await Payment.query().findById(made.id).throwIfNotFound();
  expect(await line.run('payment-status', made.id, '--refresh')).toBe(0);
  expect((await Payment.query().findById(made.id).throwIfNotFound()).checkedAt).not.toEqual(checkedAt);
  expect(await tryPort(settings.simulator.port)).toBe(settings.simulator.port);
});

test('a dry run of the currencies changes nothing and says so', async () => {
  expect(await line.run('sync-currencies', '--dry-run')).toBe(0);
  expect(line.out).toContain('Nothing was changed');
  line.out = '';
  expect(await line.run('sync-currencies', '--json')).toBe(0);
  expect(JSON.parse(line.out)).toMatchObject({ dryRun: false, created: [], missing: [] });
});

test('a desk with customers is not filled with demo data', async () => {
  expect(await line.run('demo')).toBe(1);
  expect(line.err).toContain('customers already');
});
