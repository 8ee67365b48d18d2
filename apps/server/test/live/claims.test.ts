import type { ClaimOutput } from '@paydesk/types';
import { expect, test } from 'vitest';
import { deactivateStaff, setStaffRole } from '../../src/auth/staffAccounts.ts';
import { newId } from '../../src/base/identifiers.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { appCaller, call, httpDesk, staffCaller, type Caller } from '../support/http.ts';
import { approve, approveInSql, EVM_ADDRESS, newWithdrawal, refusalOf } from '../support/money.ts';
import { actors } from '../support/testDesk.ts';

const { desk, knex, user, withdrawal, paidWithdrawal } = await fullDesk();
const { desk: web, app } = await httpDesk();
const [priya, omar] = [await staffCaller(web, 'approver'), await staffCaller(web, 'approver')];
const operator = await staffCaller(web, 'operator');
const viewer = await staffCaller(web, 'viewer');

const idOf = async (caller: Caller) =>
  ((await call(app, caller, 'system.session')).data as { id: string }).id;
const [priyaId, omarId] = [await idOf(priya), await idOf(omar)];

const subject = (subjectId: string, subjectKind = 'withdrawal') => ({ subjectKind, subjectId });
const take = async (caller: Caller, id: string, from: string | null = null, kind = 'withdrawal') =>
  await call(app, caller, 'claims.take', { ...subject(id, kind), from });
const holders = async (id: string, caller: Caller = viewer) => {
  const { data } = (await call(app, caller, 'claims.open')).data as { data: ClaimOutput[] };
  return data.filter(({ subjectId }) => subjectId === id).map(({ staff }) => staff.id);
};
const endReasons = async (id: string) =>
  await knex('claims').where({ subject_id: id }).orderBy('claimed_at').pluck('end_reason');

test('what a person has taken is shown to all, and blocks no one', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  expect((await take(priya, id)).data).toMatchObject({ claim: { staff: { id: priyaId }, handedBy: null } });
  expect(await holders(id)).toEqual([priyaId]);
  await approve(desk, actors.staff(), id);
  expect(await holders(id)).toEqual([]);
  expect(await endReasons(id)).toEqual(['decided']);
});

test('of two who take it at once, one has it; the other learns who', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  const answers = await Promise.all([take(priya, id), take(omar, id)]);
  expect(answers.map(({ error }) => error?.data.reason ?? 'taken').toSorted()).toEqual([
    'CLAIM_CHANGED',
    'taken',
  ]);
  expect(await holders(id)).toHaveLength(1);
  const refused = answers.find(({ error }) => error !== null);
  expect(refused?.error?.message).toMatch(/^approver \d+ has taken it meanwhile$/);
});

test('who sees that a colleague has it can take it over; taking what one has changes nothing', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await take(priya, id);
  expect((await take(priya, id)).error).toBeNull();
  expect((await take(omar, id)).error?.data.reason).toBe('CLAIM_CHANGED');
  expect((await take(omar, id, priyaId)).error).toBeNull();
  expect(await holders(id)).toEqual([omarId]);
  expect(await endReasons(id)).toEqual(['takenOver', null]);
});

test('only the holder releases it or hands it over, to someone who can decide on it', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await take(priya, id);
  for (const path of ['claims.release', 'claims.handOver'])
    expect(
      (await call(app, omar, path, { ...subject(id), ...(path === 'claims.handOver' && { to: priyaId }) }))
        .error?.data.reason,
    ).toBe('CLAIM_CHANGED');
  const handOver = async (to: string) => await call(app, priya, 'claims.handOver', { ...subject(id), to });
  expect((await handOver(await idOf(operator))).error?.data.reason).toBe('INVALID_INPUT');
  expect((await handOver(priyaId)).error?.data.reason).toBe('INVALID_INPUT');
  const { data } = (await call(app, priya, 'claims.colleagues', { subjectKind: 'withdrawal' })).data as {
    data: { id: string }[];
  };
  expect(data.map((person) => person.id)).toContain(omarId);
  expect(data.map((person) => person.id)).not.toContain(priyaId);
  expect(data.map((person) => person.id)).not.toContain(await idOf(operator));
  expect((await handOver(omarId)).data).toMatchObject({
    claim: { staff: { id: omarId }, handedBy: { id: priyaId } },
  });
  await call(app, omar, 'claims.release', subject(id));
  expect(await holders(id)).toEqual([]);
  expect(await endReasons(id)).toEqual(['handedOver', 'released']);
});

test('only staff who can decide on it take it, and only what waits', async () => {
  const { id } = withdrawal;
  expect((await take(operator, id)).error?.data.reason).toBe('PERMISSION_DENIED');
  expect((await take(viewer, id)).error?.data.reason).toBe('PERMISSION_DENIED');
  const shop = await appCaller(web, ['withdrawals.read']);
  expect((await take(shop, id)).error?.data.reason).toBe('PERMISSION_DENIED');
  expect((await take(priya, paidWithdrawal.id)).error?.data.reason).toBe('ILLEGAL_TRANSITION');
  expect((await take(priya, user.id)).error?.data.reason).toBe('NOT_FOUND');
});

test('a claim to pay lasts until it is paid or returned', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await approve(desk, actors.staff(), id);
  await take(priya, id);
  await startProcessing(desk, actors.staff('Olga'), id);
  expect(await holders(id)).toEqual([priyaId]);
  await returnToApproved(desk, actors.staff('Olga'), id, 'the network was down');
  expect(await holders(id)).toEqual([priyaId]);
});

test('suspense: taken by whoever resolves it, ended by the resolution', async () => {
  const { id } = (await knex('suspense_items').where({ status: 'open' }).first('id')) as { id: string };
  expect((await take(operator, id, null, 'suspense')).error).toBeNull();
  await closeSuspense(desk, actors.staff(), { id, note: 'sent back by hand', as: 'returned' });
  expect(await holders(id)).toEqual([]);
});

test('the claims of a deactivated account end', async () => {
  const leaver = await staffCaller(web, 'approver');
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await take(leaver, id);
  await knex.transaction(async (trx) => await deactivateStaff(trx, { id: await idOf(leaver) }));
  expect(await holders(id)).toEqual([]);
  expect(await endReasons(id)).toEqual(['deactivated']);
  expect((await call(app, priya, 'claims.handOver', { ...subject(id), to: omarId })).error?.data.reason).toBe(
    'CLAIM_CHANGED',
  );
});

test('another role ends the claims that it may not decide on, and no others', async () => {
  const demoted = await staffCaller(web, 'approver');
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await take(demoted, id);
  const suspense = { subjectKind: 'suspense', subjectId: newId() };
  const staffId = await idOf(demoted);
  await knex('claims').insert({ id: newId(), ...suspense, staffId, claimedAt: new Date() });
  await setStaffRole(knex, { id: staffId, role: 'operator' });
  expect(await holders(id)).toEqual([]);
  expect(await endReasons(id)).toEqual(['released']);
  expect(await holders(suspense.subjectId)).toEqual([staffId]);
});

test('an ended claim cannot be changed, nor whose it is', async () => {
  const rows = knex('claims').whereNotNull('ended_at');
  expect(await refusalOf(rows.clone().update({ ended_at: null, end_reason: null }))).toBe('IMMUTABLE');
  expect(await refusalOf(rows.clone().delete())).toBe('IMMUTABLE');
  expect(await refusalOf(knex('claims').whereNull('ended_at').update({ staff_id: omarId }))).toBe(
    'IMMUTABLE',
  );
});

test('each change of a claim is in the audit log', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await take(priya, id);
  await call(app, priya, 'claims.handOver', { ...subject(id), to: omarId });
  await call(app, omar, 'claims.release', subject(id));
  const entries = await knex('audit_log')
    .where({ subject_id: id })
    .andWhere('action', 'like', 'claims.%')
    .orderBy('recorded_at')
    .select('action', 'subject_kind', 'actor_id');
  expect(entries).toEqual([
    { action: 'claims.take', subject_kind: 'withdrawal', actor_id: priyaId },
    { action: 'claims.handOver', subject_kind: 'withdrawal', actor_id: priyaId },
    { action: 'claims.release', subject_kind: 'withdrawal', actor_id: omarId },
  ]);
});

test('lists filter by what is mine and what no one has', async () => {
  const { id } = await newWithdrawal(desk, user.id, '20.00');
  await take(priya, id);
  const listed = async (caller: Caller, filter: object) => {
    const { data } = (await call(app, caller, 'withdrawals.list', { filter })).data as {
      data: { id: string }[];
    };
    return data.map((row) => row.id);
  };
  expect(await listed(priya, { claim: 'mine', status: 'pending' })).toContain(id);
  expect(await listed(omar, { claim: 'mine', status: 'pending' })).not.toContain(id);
  expect(await listed(omar, { claim: 'unclaimed' })).not.toContain(id);
  await call(app, priya, 'claims.release', subject(id));
  expect(await listed(omar, { claim: 'unclaimed' })).toContain(id);
  for (const path of ['suspense.list', 'changeRequests.list'])
    for (const claim of ['mine', 'unclaimed'])
      expect((await call(app, priya, path, { filter: { claim } })).error).toBeNull();
  const shop = await appCaller(web, ['withdrawals.read']);
  for (const filter of [{ claim: 'mine' }, { claim: 'unclaimed' }, { forMe: true }])
    expect((await call(app, shop, 'withdrawals.list', { filter })).error?.data.reason).toBe('STAFF_ONLY');
});

test('withdrawals for me: waiting, not requested by me, not yet approved by me', async () => {
  const forMe = async (caller: Caller) => {
    const { data } = (await call(app, caller, 'withdrawals.list', { filter: { forMe: true }, perPage: 100 }))
      .data as { data: { id: string; status: string }[] };
    return data;
  };
  const mine = await createWithdrawal(
    desk,
    { kind: 'staff', id: priyaId, name: 'Priya' },
    { userId: user.id, amountUsd: '15.00', currencyCode: 'USDTBSC', walletAddress: EVM_ADDRESS },
  );
  const ids = async (caller: Caller) => (await forMe(caller)).map(({ id }) => id);
  expect(await ids(priya)).toContain(withdrawal.id);
  expect(await ids(priya)).not.toContain(mine.id);
  expect(await ids(omar)).toContain(mine.id);
  expect(await ids(viewer)).toEqual([]);
  expect((await forMe(omar)).every(({ status }) => status === 'pending')).toBe(true);
  // Approved by one of two: it waits for the others.
  await approveInSql(knex, {
    withdrawal_request_id: mine.id,
    payload_hash: mine.payloadHash,
    staff_id: omarId,
  });
  expect(await ids(omar)).not.toContain(mine.id);
});
