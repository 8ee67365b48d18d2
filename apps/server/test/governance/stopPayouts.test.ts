import { expect, test } from 'vitest';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { resumePayouts, stopPayouts } from '../../src/withdrawals/stopPayouts.ts';
import { approve, complete, EVM_HASH, fundedUser, newWithdrawal, refusalOf } from '../support/money.ts';
import { hire } from '../stepUp/people.ts';
import { orderedPayout, payOut, payoutDesk, payoutOf } from '../payouts/payoutDesk.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { actors } from '../support/testDesk.ts';
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
