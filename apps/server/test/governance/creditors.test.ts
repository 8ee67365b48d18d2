import { expect, test } from 'vitest';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { recordDeskSettings } from '../../src/system/recordDeskSettings.ts';
import { findCreditors } from '../../src/withdrawals/creditors.ts';
import { approveInSql, newHash, newPayment, newWithdrawal, refusalOf } from '../support/money.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';
import { afterTampering, faultsOf } from '../verify/asOwner.ts';
import { governedDesk, reasonOf, requestOf, type Insider } from './governedDesk.ts';

/* Two people who create balance together must not be the two who let it out. */
const { desk, knex, insider } = await governedDesk();
await offerCurrencies(desk);
await recordDeskSettings(desk);
const [carol, frank, erin, gina] = [
  await insider('approver'),
  await insider('approver'),
  await insider('approver'),
  await insider('approver'),
];
const user = await newUser(desk);

const payment = await newPayment(desk, user.id, '900.00');
const asked = await carol.does('payments.markCompleted', { id: payment.id, note: 'arrived by bank' });
await frank.does('changeRequests.approve', { id: requestOf(asked) });

const approve = async (who: Insider, id: string) => reasonOf(await who.does('withdrawals.approve', { id }));
const complete = async (who: Insider, id: string) =>
  reasonOf(await who.does('withdrawals.complete', { id, transactionHash: newHash() }));

test('who made a credit and who approved it neither approve nor pay the withdrawal, by command and in SQL', async () => {
  const { id, payloadHash } = await newWithdrawal(desk, user.id, '100.00');
  for (const who of [carol, frank]) {
    expect(await approve(who, id)).toBe('SAME_PERSON');
    const row = { withdrawal_request_id: id, staff_id: who.id, payload_hash: payloadHash };
    expect(await refusalOf(approveInSql(knex, row))).toBe('SAME_PERSON');
    const { may } = (await who.asThief('withdrawals.review', { id })).data as {
      may: { approve: { allowed: boolean; why: string } };
    };
    expect(may.approve).toMatchObject({
      allowed: false,
      why: expect.stringMatching(/^You made or approved a recent credit to this user/) as string,
    });
  }
  expect(await approve(erin, id)).toBe('OK');
  for (const who of [carol, frank]) {
    expect(await complete(who, id)).toBe('SAME_PERSON');
    const started = { status: 'processing', started_by_kind: 'staff', started_by_id: who.id };
    expect(await refusalOf(knex('withdrawal_requests').where({ id }).update(started))).toBe('SAME_PERSON');
  }
  expect(await complete(gina, id)).toBe('OK');
});

test('so does a credit that one person may make alone', async () => {
  const [alone, ada] = [await newUser(desk), await insider('admin')];
  expect(reasonOf(await ada.does('transactions.bonus', { userId: alone.id, amountUsd: '50.00' }))).toBe('OK');
  const { id } = await newWithdrawal(desk, alone.id, '40.00');
  expect([await approve(ada, id), await approve(carol, id)]).toEqual(['SAME_PERSON', 'OK']);
});

test('a credit counts for seven days before the request, and later ones do not', async () => {
  const days = async (later: number) => {
    const createdAt = new Date(desk.clock.now().getTime() + later * 86_400_000);
    return (await findCreditors(knex, { userId: user.id, createdAt }, { creditorDays: 7 })).toSorted();
  };
  expect(await days(6.9)).toEqual([carol.id, frank.id].toSorted());
  expect([await days(7.1), await days(-1)]).toEqual([[], []]);
});

test('verify names approvals and payments of people who made the credit', async () => {
  const { id } = await WithdrawalRequest.query(knex).findOne({ userId: user.id }).throwIfNotFound();
  const madeBy = async (person: string) =>
    faultsOf(
      await afterTampering(knex, async (trx) => {
        // The clock of a test desk stands still.
        await trx('desk_settings').update({ recorded_at: new Date(0) });
        await trx('knex_migrations').update({ migration_time: new Date(0) });
        await trx('transactions')
          .where({ user_id: user.id, transaction_type: 'deposit' })
          .update({ actor_id: person });
      }),
    ).withdrawals;
  expect(await madeBy(carol.id)).toBeUndefined();
  expect(await madeBy(erin.id)).toMatch(/^withdrawal_approvals .*recent credit to the user approved it$/);
  expect(await madeBy(gina.id)).toBe(
    `withdrawal_requests ${id}: who made or approved a recent credit to the user paid it out`,
  );
});

test('a small team can do without, by a policy that two admins agree on', async () => {
  const [ada, bob] = [await insider('admin'), await insider('admin')];
  const { rules, version } = await currentPolicy(knex, desk);
  expect(rules.creditorDays).toBe(7);
  const draft = { rules: { ...rules, creditorDays: 0 }, note: 'we are three', baseVersion: version };
  const asked = requestOf(await ada.does('policies.publish', draft));
  expect((await bob.does('changeRequests.approve', { id: asked })).data).toMatchObject({ status: 'applied' });
  const { id } = await newWithdrawal(desk, user.id, '100.00');
  expect(await approve(carol, id)).toBe('OK');
});
