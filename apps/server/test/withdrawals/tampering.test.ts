import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { summary } from '../../src/dashboard/summary.ts';
import { newId } from '../../src/base/identifiers.ts';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { cancelWithdrawal } from '../../src/withdrawals/cancelWithdrawal.ts';
import { refreshRate } from '../../src/withdrawals/refreshRate.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import {
  EVM_HASH,
  approve,
  balanceOf,
  complete,
  entry,
  newHash,
  expectWholeBooks,
  fundedUser,
  newWithdrawal,
  refusalOf,
  transactionsOf,
} from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const [ada, bob, cleo] = [actors.staff('Ada'), actors.staff('Bob'), actors.staff('Cleo')];
const THIEF = '0x000000000000000000000000000000000000bEEF';

/** A request with this status. */
async function at(state: 'pending' | 'approved' | 'processing') {
  const { id } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  if (state !== 'pending') await approve(desk, ada, id);
  if (state === 'processing') await startProcessing(desk, bob, id);
  return id;
}

const steps: Record<'pending' | 'approved' | 'processing', ((id: string) => Promise<unknown>)[]> = {
  pending: [async (id) => await approve(desk, cleo, id)],
  approved: [
    async (id) => await startProcessing(desk, bob, id),
    async (id) => await complete(desk, bob, id, { transactionHash: newHash() }),
    async (id) => await refreshRate(desk, bob, id),
  ],
  processing: [async (id) => await complete(desk, bob, id, { transactionHash: newHash() })],
};

/** Sets the hash of a request to that of its present contents. */
const FITTING_HASH = `update withdrawal_requests set payload_hash = withdrawal_payload_hash(
  id, user_id, amount_usd, currency_code, wallet_address, extra_id, network_fee_usd, service_fee_usd, network) where id = ?`;

/** What someone with the database's password could write, from simple to careful. */
const attacks: Record<string, (trx: Knex.Transaction, id: string) => Promise<void>> = {
  'another address': async (trx, id) =>
    void (await trx('withdrawal_requests').where({ id }).update({ wallet_address: THIEF })),
  'a memo': async (trx, id) =>
    void (await trx('withdrawal_requests').where({ id }).update({ extra_id: '4711' })),
  'a smaller fee': async (trx, id) =>
    void (await trx('withdrawal_requests').where({ id }).update({ network_fee_usd: '0.00' })),
  'another network': async (trx, id) =>
    void (await trx('withdrawal_requests').where({ id }).update({ network: 'trx' })),
  'no network': async (trx, id) =>
    void (await trx('withdrawal_requests').where({ id }).update({ network: null })),
  'another currency': async (trx, id) =>
    void (await trx('withdrawal_requests').where({ id }).update({ currency_code: 'BTC' })),
  'another address and the hash that belongs to it': async (trx, id) => {
    await trx.raw('update withdrawal_requests set wallet_address = ? where id = ?', [THIEF, id]);
    await trx.raw(FITTING_HASH, [id]);
  },
  'another address, its hash, and the hashes of the approvals': async (trx, id) => {
    await trx.raw('update withdrawal_requests set wallet_address = ? where id = ?', [THIEF, id]);
    await trx.raw(FITTING_HASH, [id]);
    await trx.raw(
      'update withdrawal_approvals a set payload_hash = w.payload_hash from withdrawal_requests w where w.id = a.withdrawal_request_id and w.id = ?',
      [id],
    );
  },
  'a request without a record of who made it': async (trx, id) =>
    void (await trx('audit_log')
      .where({ subject_id: id, action: 'withdrawals.create' })
      .update({ subject_id: newId() })),
};

describe.each(Object.keys(attacks))('written past the triggers: %s', (name) => {
  test.each(['pending', 'approved', 'processing'] as const)(
    'of a %s request: every step towards the money is refused and alarmed, rejecting or returning is not',
    async (state) => {
      const id = await at(state);
      await behindTheTriggers(
        desk.knex,
        async (trx) => await (attacks[name] as (trx: Knex.Transaction, id: string) => Promise<void>)(trx, id),
      );
      for (const step of steps[state]) expect(await refusalOf(step(id))).toBe('PAYLOAD_CHANGED');
      expect(await WithdrawalRequest.query(desk.knex).findById(id)).toMatchObject({ status: state });
      expect(
        await AuditEntry.query(desk.knex)
          .where({ subjectId: id, action: 'withdrawals.payloadChanged' })
          .resultSize(),
      ).toBe(steps[state].length);

      if (state === 'processing') await returnToApproved(desk, bob, id, 'what is this?');
      expect(await rejectWithdrawal(desk, ada, id, 'someone wrote to the database')).toMatchObject({
        status: 'rejected',
      });
    },
  );
});

test('the dashboard counts open requests that are not what was requested', async () => {
  const before = (await summary(desk)).tamperedWithdrawals.count;
  const id = await at('pending');
  await behindTheTriggers(
    desk.knex,
    async (trx) => await trx('withdrawal_requests').where({ id }).update({ wallet_address: THIEF }),
  );
  expect((await summary(desk)).tamperedWithdrawals.count).toBe(before + 1);
  await rejectWithdrawal(desk, ada, id, 'found out');
  expect((await summary(desk)).tamperedWithdrawals.count).toBe(before);
});

test('a paid withdrawal whose row is set back to approved, as from a backup, is not paid a second time', async () => {
  const id = await at('approved');
  await complete(desk, bob, id, { transactionHash: newHash() });
  const { userId } = await WithdrawalRequest.query(desk.knex).findById(id).throwIfNotFound();
  await behindTheTriggers(desk.knex, async (trx) => {
    await trx('withdrawal_requests').where({ id }).update({
      status: 'approved',
      completed_at: null,
      transaction_hash: null,
      completed_by_kind: null,
      completed_by_id: null,
      completed_by_name: null,
    });
    await trx('user_balances').where({ user_id: userId }).update({ held_usd: '20.00' });
  });
  expect(await refusalOf(complete(desk, bob, id, { transactionHash: `0x${'cd'.repeat(32)}` }))).toBe(
    'transactions_one_posting_per_withdrawal',
  );
  expect(
    (await transactionsOf(desk.knex, userId)).filter(
      ({ transactionType }) => transactionType === 'withdrawal',
    ),
  ).toHaveLength(1);
  expect(await balanceOf(desk.knex, userId)).toMatchObject({ balanceUsd: '30.00' });
  // Restores the row, so that the last test finds consistent books.
  await behindTheTriggers(desk.knex, async (trx) => {
    await trx('withdrawal_requests').where({ id }).update({
      status: 'completed',
      completed_at: new Date(),
      transaction_hash: EVM_HASH,
      completed_by_kind: 'staff',
      completed_by_id: bob.id,
      completed_by_name: bob.name,
    });
    await trx('user_balances').where({ user_id: userId }).update({ held_usd: '0.00' });
  });
});

test('a request that was not made through the desk can be neither approved nor paid', async () => {
  const user = await fundedUser(desk, '50.00');
  const id = newId();
  await desk.knex('withdrawal_requests').insert({
    id,
    user_id: user.id,
    internal_withdrawal_id: 'WD_20260101000000_0123abcd',
    amount_usd: '20.00',
    currency_code: 'USDTBSC',
    wallet_address: THIEF,
    network_fee_usd: '1.00',
    service_fee_usd: '0.50',
    requested_by_kind: 'system',
    payload_hash: '',
  });
  expect(await refusalOf(approve(desk, ada, id))).toBe('PAYLOAD_CHANGED');
  await cancelWithdrawal(desk, ada, id);
});

test('afterwards the books are consistent', async () => await expectWholeBooks(desk));

test('a forged credit is found after thousands of entries of its user as well', async () => {
  const user = await fundedUser(desk, '100.00');
  // As if there were 5,000: writing them takes five seconds.
  await desk.knex.raw('alter table user_balances disable trigger user');
  await desk.knex('user_balances').where({ user_id: user.id }).update({ last_seq: 5000 });
  await desk.knex.raw('alter table user_balances enable trigger user');
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await desk.knex('transactions').insert(entry(user.id));
  expect(await refusalOf(approve(desk, ada, id))).toBe('PAYLOAD_CHANGED');
});
