import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { resumePayouts, stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import {
  approve,
  approveInSql,
  complete,
  EVM_HASH,
  fundedUser,
  newWithdrawal,
  refusalOf,
} from '../support/money.ts';
import { hire } from '../stepUp/people.ts';
import {
  atProvider,
  expectPaid,
  orderedPayout,
  payOut,
  payoutDesk,
  payoutOf,
  settle,
} from '../payouts/payoutDesk.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { appCaller, call, userCaller } from '../support/http.ts';
import { actors, newUser } from '../support/testDesk.ts';
import { governedDesk, reasonOf, requestOf } from './governedDesk.ts';

test('one operator stops all payouts at once, and resuming them needs an admin', async () => {
  const { insider } = await governedDesk();
  const [oscar, ann, ada, bob] = [
    await insider('operator'),
    await insider('approver'),
    await insider('admin'),
    await insider('admin'),
  ];
  expect(reasonOf(await oscar.asThief('withdrawals.stopPayouts', { note: 'odd payouts' }))).toBe(
    'SECOND_FACTOR_REQUIRED',
  );
  expect((await oscar.does('withdrawals.stopPayouts', { note: 'odd payouts' })).data).toMatchObject({
    stop: { stoppedBy: { id: oscar.id }, note: 'odd payouts' },
  });
  for (const path of ['dashboard.summary', 'system.info'])
    expect((await oscar.asThief(path)).data).toMatchObject({ payoutStop: { note: 'odd payouts' } });
  expect(reasonOf(await oscar.does('withdrawals.resumePayouts', { note: 'never mind' }))).toBe(
    'PERMISSION_DENIED',
  );
  const id = requestOf(await ann.does('withdrawals.resumePayouts', { note: 'all fine' }));
  requestOf(await ada.does('withdrawals.resumePayouts', { note: 'me too' }));
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
  expect((await oscar.asThief('dashboard.summary')).data).toMatchObject({ payoutStop: null });
});

const desk = await payoutDesk();
const { id: staffId, name } = await hire(desk, 'admin');
const keeper = { kind: 'staff' as const, id: staffId, name };

test('while payouts are stopped nothing is approved, started or completed, by any way', async () => {
  const user = await fundedUser(desk, '500.00');
  const [ada, bob] = [actors.staff('Ada'), actors.staff('Bob')];
  const [pending, approved, started] = [
    await newWithdrawal(desk, user.id, '20.00'),
    await newWithdrawal(desk, user.id, '30.00'),
    await newWithdrawal(desk, user.id, '40.00'),
  ];
  await approve(desk, ada, approved.id);
  await approve(desk, ada, started.id);
  await startProcessing(desk, bob, started.id);

  await stopPayouts(desk, keeper, 'something is wrong');
  await stopPayouts(desk, keeper, 'again');
  const by = (step: string) => ({
    [`${step}_by_kind`]: 'staff',
    [`${step}_by_id`]: bob.id,
    [`${step}_by_name`]: bob.name,
  });
  expect([
    await refusalOf(approve(desk, ada, pending.id)),
    await refusalOf(startProcessing(desk, bob, approved.id)),
    await refusalOf(payOut(desk, bob, approved)),
    await refusalOf(complete(desk, bob, started.id, { transactionHash: EVM_HASH })),
    await refusalOf(
      desk
        .knex('withdrawal_requests')
        .where({ id: started.id })
        .update({
          status: 'completed',
          ...by('completed'),
          completed_at: new Date(),
          transaction_hash: EVM_HASH,
        }),
    ),
    await refusalOf(
      desk
        .knex('withdrawal_requests')
        .where({ id: approved.id })
        .update({ status: 'processing', ...by('started'), processing_at: new Date() }),
    ),
  ]).toEqual([
    'PAYOUTS_STOPPED',
    'PAYOUTS_STOPPED',
    'PAYOUTS_STOPPED',
    'PAYOUTS_STOPPED',
    'PAYOUTS_STOPPED',
    'PAYOUTS_STOPPED',
  ]);
  expect(await refusalOf(desk.knex('payout_stops').delete())).toBe('IMMUTABLE');
  await resumePayouts(desk, keeper, 'it was nothing');
  expect((await approve(desk, ada, pending.id)).status).toBe('approved');
});

test('the worker neither sends nor confirms while payouts are stopped, and goes on afterwards', async () => {
  const { withdrawal } = await orderedPayout(desk);
  await stopPayouts(desk, keeper, 'something is wrong');
  await runPayoutStep(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'ordered', attempts: 0 });
  await resumePayouts(desk, keeper, 'it was nothing');
  await desk.advance(120);
  await runPayoutStep(desk);
  expect((await payoutOf(desk, withdrawal.id)).attempts).toBe(1);
  expect(
    await desk.knex('audit_log').where({ action: 'withdrawals.stopPayouts', actor_id: staffId }),
  ).toHaveLength(2);
});

test('a stop waits for the steps that run, and a step for the stop that begins', async () => {
  const insertStop = async (trx: Knex.Transaction) =>
    await trx('payout_stops').insert({
      id: newId(),
      note: 'at once',
      stopped_by_id: staffId,
      stopped_by_name: name,
    });
  const step = async (trx: Knex.Transaction) => await trx.raw('select require_payouts_running()');
  for (const [first, second] of [
    [step, insertStop],
    [insertStop, step],
  ] as const) {
    const [before, after] = [await desk.knex.transaction(), await desk.knex.transaction()];
    try {
      await first(before);
      await after.raw("set local lock_timeout = '200ms'");
      expect(await refusalOf(second(after))).toBe('55P03');
    } finally {
      await before.rollback();
      await after.rollback();
    }
  }
});

test('what the provider had paid before a stop is recorded all the same', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await settle(desk, payout.id, ({ status }) => status === 'sent');
  await stopPayouts(desk, keeper, 'too late for this one');
  expect(await settle(desk, payout.id)).toMatchObject({ status: 'finished' });
  await expectPaid(desk, withdrawal.id, payout, true);
  await resumePayouts(desk, keeper, 'it was nothing');
});

test('PostgreSQL takes no approval, order, create or confirmation while payouts are stopped', async () => {
  const { payout } = await orderedPayout(desk);
  const { payout: asked } = await orderedPayout(desk);
  const row = (id: string) => desk.knex('payouts').where({ id });
  const attempt = { status: 'unknown', attempts: 1, attempted_at: new Date() };
  await row(asked.id).update({ ...attempt, provider_batch_id: 'b-1', provider_payout_id: 'p-1' });
  const pending = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  const decided = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  const earlier = { withdrawal_request_id: decided.id, payload_hash: decided.payloadHash };
  await approveInSql(desk.knex, earlier);
  await stopPayouts(desk, keeper, 'something is wrong');
  const { id: _id, external_id: _external, ...ordered } = await row(payout.id).first();
  const id = newId();
  const approval = { withdrawal_request_id: pending.id, payload_hash: pending.payloadHash };
  expect([
    await refusalOf(approveInSql(desk.knex, approval)),
    await refusalOf(desk.knex('payouts').insert({ ...ordered, id, external_id: id })),
    await refusalOf(row(payout.id).update(attempt)),
    await refusalOf(row(asked.id).update({ verify_attempts: 1, verify_step: '77' })),
    await refusalOf(
      desk
        .knex('withdrawal_requests')
        .where({ id: decided.id })
        .update({ status: 'approved', approved_at: new Date() }),
    ),
  ]).toEqual(Array.from({ length: 5 }, () => 'PAYOUTS_STOPPED'));
  await resumePayouts(desk, keeper, 'it was nothing');
});

test('a stop is ended once, and stays', async () => {
  await stopPayouts(desk, keeper, 'for a moment');
  const stop = desk.knex('payout_stops').whereNull('resumed_at');
  expect(await refusalOf(stop.clone().update({ note: 'nothing' }))).toBe('IMMUTABLE');
  const end = { resumed_at: new Date(), resumed_by_id: staffId, resumed_note: 'over' };
  expect(await refusalOf(stop.clone().update({ ...end, note: 'nothing' }))).toBe('IMMUTABLE');
  const [id = ''] = await stop.clone().pluck<string[]>('id');
  await resumePayouts(desk, keeper, 'over');
  const ended = desk.knex('payout_stops').where({ id });
  expect(await refusalOf(ended.clone().update({ resumed_note: 'other' }))).toBe('IMMUTABLE');
  expect(await refusalOf(ended.clone().delete())).toBe('IMMUTABLE');
});

test('an order waits through a stop of more than half an hour, and is sent when payouts are resumed', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await stopPayouts(desk, keeper, 'something is wrong');
  for (let minutes = 0; minutes < 40; minutes += 5) {
    await desk.advance(300);
    await runPayoutStep(desk);
    expect(await payoutOf(desk, withdrawal.id)).toMatchObject({ status: 'ordered', attempts: 0 });
  }
  expect((await payoutOf(desk, withdrawal.id)).message).toMatch(/all payouts are stopped/);
  expect(atProvider(desk, payout).created).toBe(0);
  await resumePayouts(desk, keeper, 'it was nothing');
  expect(await settle(desk, payout.id)).toMatchObject({ status: 'finished' });
  await expectPaid(desk, withdrawal.id, payout, true);
});

test('an order whose rate expired long before the end of a stop fails, and names the stop', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await stopPayouts(desk, keeper, 'keys were stolen');
  await desk.advance(3 * 3600);
  await runPayoutStep(desk);
  await resumePayouts(desk, keeper, 'new keys');
  await desk.advance(61);
  await runPayoutStep(desk);
  const { status, message } = await payoutOf(desk, withdrawal.id);
  expect([status, message]).toEqual([
    'failed',
    expect.stringMatching(/stopped \(“keys were stolen”\).*rate expired/),
  ]);
  await expectPaid(desk, withdrawal.id, payout, false);
});

test('after a stop an order has half an hour for the provider again, and not longer', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await stopPayouts(desk, keeper, 'a short look');
  await desk.advance(60);
  await resumePayouts(desk, keeper, 'all fine');
  await desk.advance(31 * 60);
  await runPayoutStep(desk);
  expect(await payoutOf(desk, withdrawal.id)).toMatchObject({
    status: 'failed',
    message:
      'The provider could not be reached for half an hour after payouts were resumed: nothing was sent.',
  });
  expect(atProvider(desk, payout).created).toBe(0);
});

test('the review says that payouts are stopped, and staff can ask for that alone', async () => {
  const { app, insider } = await governedDesk();
  const ann = await insider('approver');
  const { id } = await newWithdrawal(desk, (await fundedUser(desk, '100.00')).id, '20.00');
  const mayNow = async () =>
    (
      (await ann.asThief('withdrawals.review', { id })).data as {
        may: Record<string, { why: string | null }>;
      }
    ).may;
  expect((await mayNow())['approve']?.why ?? '').not.toMatch(/stopped/);
  expect((await ann.asThief('withdrawals.payoutState')).data).toEqual({ stop: null });
  await stopPayouts(desk, keeper, 'odd payouts');
  expect(await mayNow()).toMatchObject({
    approve: {
      allowed: false,
      why: 'All payouts are stopped (“odd payouts”): they have to be resumed first.',
    },
    reject: { allowed: true },
    cancel: { allowed: true },
  });
  expect((await ann.asThief('withdrawals.payoutState')).data).toMatchObject({
    stop: { note: 'odd payouts' },
  });
  for (const caller of [
    await appCaller(desk, ['withdrawals.read']),
    await userCaller(desk, (await newUser(desk)).id),
  ])
    expect((await call(app, caller, 'withdrawals.payoutState')).error?.data.reason).toBe('STAFF_ONLY');
  await resumePayouts(desk, keeper, 'fine');
});
