import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureFirstStaff, Payment, Transaction, User, WithdrawalRequest } from '@paydesk/server/domain';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../../../../server/test/support/testDatabase.ts';
import { newUser, SECRET, testDesk, testSettings } from '../../../../server/test/support/testDesk.ts';
import { bindOriginKey, OriginKey } from '../../../../server/src/origin/originKey.ts';
import { drawOriginBoundary } from '../../../../server/src/seals/originBoundary.ts';
import { sealKeyOf } from '../../../../server/src/seals/sealKey.ts';
import { verifyDesk } from '../../../../server/src/verify/verifyDesk.ts';
import { fillBulk } from './fillBulk.ts';

const ROWS = 2000;
const dataDir = mkdtempSync(join(tmpdir(), 'paydesk-bulk-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const { knex } = await testDatabase();
const settings = testSettings({ PAYDESK_DATA_DIR: dataDir });
const origin = new OriginKey(SECRET);

test('a filling that was interrupted goes on, and everything that is always true is true', async () => {
  bindOriginKey(knex, origin);
  await drawOriginBoundary(knex, sealKeyOf(SECRET));
  await ensureFirstStaff(settings, knex);
  const stopAt = (done: number) => (text: string) => {
    if (text.startsWith(`${done} of`)) throw new Error('the power is gone');
  };
  await expect(fillBulk(settings, knex, ROWS, stopAt(500))).rejects.toThrow('the power is gone');
  expect(await Transaction.query().resultSize()).toBe(500);
  await expect(fillBulk(settings, knex, ROWS + 1)).rejects.toThrow('give --rows 2000 to go on');

  await fillBulk(settings, knex, ROWS);
  const { transactions, users, payments, withdrawals } = {
    transactions: await Transaction.query().resultSize(),
    users: await User.query().resultSize(),
    payments: await Payment.query().resultSize(),
    withdrawals: await WithdrawalRequest.query().resultSize(),
  };
  expect({ transactions, users }).toEqual({ transactions: ROWS, users: ROWS / 100 });
  // One payment is open now, made by the desk's own command.
  expect(payments).toBe(ROWS / 10 + 1);
  expect(withdrawals).toBeGreaterThan(ROWS / 100);
  const { checks, leftOut, seals } = await verifyDesk(knex, {
    origin,
    seals: { publicKeys: [sealKeyOf(SECRET).publicKey] },
  });
  expect(checks.filter(({ faults }) => faults > 0)).toEqual([]);
  expect([leftOut, seals?.firstBad]).toEqual([[], null]);
  for (const table of ['event_outbox', 'seal_queue', 'figure_changes'])
    expect(await knex(table).count().first()).toEqual({ count: '0' });
}, 180_000);

test('a desk with customers of its own is refused, and so is one with a real provider', async () => {
  await newUser(await testDesk({ knex }));
  await expect(fillBulk(settings, knex, ROWS)).rejects.toThrow('customers already');
  const real = testSettings({ NOWPAYMENTS_API_KEY: 'k', NOWPAYMENTS_IPN_SECRET: 's' });
  await expect(fillBulk(real, knex, ROWS)).rejects.toThrow('real provider');
});
