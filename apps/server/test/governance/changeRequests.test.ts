import { expect, test } from 'vitest';
import { approveChange } from '../../src/changeRequests/decideChange.ts';
import { closeDueChanges } from '../../src/changeRequests/closeDueChanges.ts';
import type { ActionPlans } from '../../src/changeRequests/governedAction.ts';
import { changePayloadHash } from '../../src/changeRequests/requestChange.ts';
import { newId, sha256Hex } from '../../src/base/identifiers.ts';
import { actionPlans } from '../../src/http/actionPlans/index.ts';
import { ChangeRequest } from '../../src/models/ChangeRequest.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { changeChallenge } from '../../src/stepUp/challenges.ts';
import { enrolTotp, hire } from '../stepUp/people.ts';
import { balanceOf, refusalOf } from '../support/money.ts';
import { signRows } from '../support/signRows.ts';
import { newUser, secondDesk } from '../support/testDesk.ts';
import { governedDesk, letPass, reasonOf, requestOf, statusOf } from './governedDesk.ts';

const { desk, knex, insider } = await governedDesk();
const two = await secondDesk(desk);
const [ada, bob, cleo] = [await insider('admin'), await insider('admin'), await insider('admin')];
const user = await newUser(desk);
const balance = async () => (await balanceOf(knex, user.id)).balanceUsd;

/** A refusal's reason, or OK. */
const outcomeOf = async (work: PromiseLike<unknown>) =>
  await refusalOf(work).catch((error: unknown) => {
    if (error instanceof Error && error.message === 'this was not refused') return 'OK';
    throw error;
  });

/** An admin since long ago, as the commands see them, with an unused authenticator app. */
async function colleague() {
  const { id, name } = await hire(desk, 'admin');
  await knex.raw('alter table staff disable trigger staff_role_since');
  await knex('staff').where({ id }).update({ role_since: '2020-01-01' });
  await knex.raw('alter table staff enable always trigger staff_role_since');
  await signRows(knex, 'staff');
  return { actor: { kind: 'staff' as const, id, name }, totp: await enrolTotp(desk, id) };
}

const DEADLOCKS = 'select deadlocks from pg_stat_database where datname = current_database()';

let amounts = 1000;
const bonus = async (more: object = {}) => {
  amounts += 1;
  return requestOf(
    await ada.does('transactions.bonus', { userId: user.id, amountUsd: `${amounts}.00`, ...more }),
  );
};

test('the same call makes one request, also with an idempotency key and after it was applied', async () => {
  const call = { userId: user.id, amountUsd: '600.00', idempotencyKey: newId() };
  const id = requestOf(await ada.does('transactions.bonus', call));
  expect(requestOf(await ada.does('transactions.bonus', call))).toBe(id);
  expect(reasonOf(await ada.does('transactions.bonus', { ...call, amountUsd: '601.00' }))).toBe(
    'IDEMPOTENCY_CONFLICT',
  );
  const before = Number(await balance());
  await bob.does('changeRequests.approve', { id });
  expect(reasonOf(await ada.does('transactions.bonus', call))).toBe('OK');
  expect(Number(await balance())).toBe(before + 600);
  const open = await bonus({ amountUsd: '700.00' });
  expect(await bonus({ amountUsd: '700.00' })).toBe(open);
});

test('of two people and two servers that approve at once, one applies it', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await bonus();
    const before = Number(await balance());
    const people = [await colleague(), await colleague(), await colleague(), await colleague()];
    const outcomes = await Promise.all(
      people.map(async ({ actor, totp }, index) =>
        outcomeOf(
          approveChange(index % 2 === 0 ? desk : two, actionPlans, actor, { id, proof: totp.code() }),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'ILLEGAL_TRANSITION')).toHaveLength(3);
    expect(await statusOf(desk, id)).toBe('applied');
    expect(Number(await balance())).toBe(before + amounts);
  }
});

test('two people who approve changes of roles at once do not wait for each other in a circle', async () => {
  const { rows } = await knex.raw<{ rows: { deadlocks: string }[] }>(DEADLOCKS);
  for (let round = 0; round < 5; round += 1) {
    const people = [await colleague(), await colleague()];
    const ids: string[] = [];
    for (const _ of people) {
      const { id } = await hire(desk, 'viewer');
      ids.push(requestOf(await cleo.does('staff.setRole', { id, role: 'approver' })));
    }
    const outcomes = await Promise.all(
      people.map(async ({ actor, totp }, index) =>
        outcomeOf(
          approveChange(index === 0 ? desk : two, actionPlans, actor, {
            id: ids[index] ?? '',
            proof: totp.code(),
          }),
        ),
      ),
    );
    expect(outcomes).toEqual(['OK', 'OK']);
  }
  await knex.raw('select pg_stat_force_next_flush()');
  expect((await knex.raw<{ rows: { deadlocks: string }[] }>(DEADLOCKS)).rows).toEqual(rows);
});

test('a crash while it is applied leaves it waiting, without an approval or an effect', async () => {
  const id = await bonus();
  const before = await balance();
  const crashing = {
    ...actionPlans,
    'transactions.bonus': {
      ...actionPlans['transactions.bonus'],
      async apply(...given: Parameters<ActionPlans['transactions.bonus']['apply']>) {
        await actionPlans['transactions.bonus'].apply(...given);
        throw new Error('killed');
      },
    },
  };
  const { actor, totp } = await colleague();
  await expect(approveChange(desk, crashing, actor, { id, proof: totp.code() })).rejects.toThrow('killed');
  expect([await statusOf(desk, id), await balance()]).toEqual(['waiting', before]);
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({ status: 'applied' });
});

test('what can no longer be done fails, and is not tried again', async () => {
  const { version, rules } = await currentPolicy(knex, desk);
  const draft = (note: string) => ({
    rules: { ...rules, rateSeconds: 600 + note.length },
    note,
    baseVersion: version,
  });
  const [first, second] = [
    requestOf(await ada.does('policies.publish', draft('one'))),
    requestOf(await ada.does('policies.publish', draft('second'))),
  ];
  expect((await bob.does('changeRequests.approve', { id: first })).data).toMatchObject({ status: 'applied' });
  expect((await bob.does('changeRequests.approve', { id: second })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('POLICY_CHANGED') as string,
    approvals: [{ staff: { id: bob.id } }],
  });
  expect(reasonOf(await cleo.does('changeRequests.approve', { id: second }))).toBe('ILLEGAL_TRANSITION');
});

test('a maker who lost the permission meanwhile changes nothing any more', async () => {
  const dan = await insider('admin');
  const id = requestOf(await dan.does('transactions.bonus', { userId: user.id, amountUsd: '4000.00' }));
  await knex('staff').where({ id: dan.id }).update({ role: 'viewer' });
  await signRows(knex, 'staff');
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('PERMISSION_DENIED') as string,
  });
});

test('a request cannot be decided after seven days, and the job expires it', async () => {
  const id = await bonus();
  await letPass(knex, id, { expires_at: new Date(Date.now() - 1000) });
  expect(reasonOf(await bob.does('changeRequests.approve', { id }))).toBe('ILLEGAL_TRANSITION');
  await Promise.all([closeDueChanges(desk, actionPlans), closeDueChanges(two, actionPlans)]);
  expect(await statusOf(desk, id)).toBe('expired');
});

test('the last admin’s changes of guards wait for 24 hours, or a week when others were admins lately, and any approver can cancel them', async () => {
  const solo = await governedDeskOfOne();
  const publish = async (note: string) => {
    const { version, rules } = await currentPolicy(knex, desk);
    return await solo.does('policies.publish', {
      rules: { ...rules, rateSeconds: 700 + note.length },
      note,
      baseVersion: version,
    });
  };
  const { version } = await currentPolicy(knex, desk);
  const answer = await publish('one');
  const id = requestOf(answer);
  const { notBefore } = await ChangeRequest.query(knex).findById(id).throwIfNotFound();
  // The others were removed a moment ago.
  expect(hoursUntil(notBefore)).toBe(7 * 24);
  expect(answer.error?.data.details).toMatchObject({
    requiredApprovals: 0,
    notBefore: notBefore?.toISOString(),
  });
  expect((await solo.asThief('dashboard.summary')).data).toMatchObject({
    changeRequests: { delayed: [{ id, makerName: expect.any(String) as string }] },
  });
  await closeDueChanges(desk, actionPlans);
  expect((await currentPolicy(knex, desk)).version).toBe(version);
  const ann = await insider('approver');
  expect(reasonOf(await ann.does('changeRequests.cancel', { id, note: 'not agreed' }))).toBe('OK');

  await longAgo();
  const second = requestOf(await publish('again'));
  expect(hoursUntil((await ChangeRequest.query(knex).findById(second).throwIfNotFound()).notBefore)).toBe(24);
  await letPass(knex, second, { not_before: new Date(Date.now() - 1000) });
  await Promise.all([closeDueChanges(desk, actionPlans), closeDueChanges(two, actionPlans)]);
  expect(await statusOf(desk, second)).toBe('applied');
  expect((await currentPolicy(knex, desk)).version).toBe(version + 1);
  // Credits need a person, however long one waits.
  await knex('staff').where({ id: ann.id }).update({ deactivated_at: new Date() });
  await signRows(knex, 'staff');
  const bonusAnswer = await solo.does('transactions.bonus', { userId: user.id, amountUsd: '9999.00' });
  expect(bonusAnswer.error?.data.details).toMatchObject({ requiredApprovals: 1, notBefore: null });
  await knex('staff').update({ deactivated_at: null });
  await signRows(knex, 'staff');
});

const hoursUntil = (time: Date | null) => Math.round((Number(time) - Date.now()) / 3_600_000);

/** As if the others had not been admins for a month. */
async function longAgo(): Promise<void> {
  await knex.raw('alter table staff disable trigger staff_role_since');
  await knex('staff')
    .whereNotNull('admin_until')
    .update({ admin_until: new Date(Date.now() - 31 * 86_400_000) });
  await knex.raw('alter table staff enable always trigger staff_role_since');
  await signRows(knex, 'staff');
}

test('with another admin no guard changes by waiting, also in SQL', async () => {
  const [dan, erin] = [await insider('admin'), await insider('admin')];
  const row = (maker: string, changes: object = {}) => ({
    id: newId(),
    action: 'policies.publish',
    summary: 'a policy',
    facts: '[]',
    payload: '{}',
    payload_hash: sha256Hex(newId()),
    payload_digest: sha256Hex(newId()),
    maker_id: maker,
    maker_name: 'Dan',
    maker_step_up_kind: 'none',
    maker_step_up: '{"kind":"none"}',
    required_approvals: 0,
    approver_role: 'admin',
    step_up_required: false,
    not_before: new Date(),
    expires_at: new Date(),
    created_at: new Date(),
    ...changes,
  });
  expect(await refusalOf(knex('change_requests').insert(row(dan.id)))).toBe('MORE_APPROVALS_NEEDED');
  await knex('staff')
    .where({ role: 'admin' })
    .whereNot({ id: dan.id })
    .update({ deactivated_at: new Date() });
  expect(await refusalOf(knex('change_requests').insert(row(dan.id, { approver_role: 'approver' })))).toBe(
    'MORE_APPROVALS_NEEDED',
  );
  const rushed = row(dan.id);
  await knex('change_requests').insert(rushed);
  const request = await ChangeRequest.query(knex).findById(rushed.id).throwIfNotFound();
  expect([hoursUntil(request.notBefore), hoursUntil(request.expiresAt)]).toEqual([7 * 24, 14 * 24]);
  // The mark cannot be removed, not even by being an admin again.
  await knex('staff').where({ id: erin.id }).update({ admin_until: null });
  expect(await knex('staff').where({ id: erin.id }).first('admin_until')).toMatchObject({
    admin_until: expect.any(Date) as Date,
  });
  await knex('staff').update({ deactivated_at: null });
  await signRows(knex, 'staff');
});

/** Everybody else with a say is gone. */
async function governedDeskOfOne() {
  await knex('staff')
    .whereIn('role', ['admin', 'approver'])
    .whereNot({ id: ada.id })
    .update({ deactivated_at: new Date() });
  return ada;
}

// ---------------------------------------------------------------------------
// PostgreSQL, whoever writes
// ---------------------------------------------------------------------------

const forged = async (id: string, changes: object = {}) => {
  const { payload_hash: payloadHash } = await knex('change_requests')
    .where({ id })
    .first<{ payload_hash: string }>();
  const challenge = changeChallenge('approve', payloadHash);
  return await outcomeOf(
    knex('change_request_approvals').insert({
      id: newId(),
      change_request_id: id,
      staff_id: bob.id,
      staff_name: 'Bob',
      payload_hash: payloadHash,
      step_up_kind: 'totp',
      step_up: { kind: 'totp', staffId: bob.id, challenge },
      created_at: new Date(),
      ...changes,
    }),
  );
};
const update = async (id: string, changes: object) =>
  await refusalOf(knex('change_requests').where({ id }).update(changes));

test('the payload, its hash, the maker and the times of a request never change', async () => {
  const id = await bonus();
  for (const change of [
    { payload: { userId: user.id, amountUsd: '1000000.00' } },
    { payload_hash: 'a'.repeat(64) },
    { maker_id: bob.id },
    { required_approvals: 0, not_before: new Date() },
    { expires_at: new Date('2099-01-01') },
    { created_at: new Date('2099-01-01') },
    { approver_role: 'approver', summary: 'other' },
  ])
    expect(await update(id, change), JSON.stringify(change)).toBe('IMMUTABLE');
  expect(await refusalOf(knex('change_requests').where({ id }).delete())).toBe('IMMUTABLE');
});

test('a request is applied only with its approvals, and once', async () => {
  const id = await bonus();
  expect(await update(id, { status: 'applied' })).toBe('MORE_APPROVALS_NEEDED');
  expect(await update(id, { status: 'failed', error: 'x' })).toBe('MORE_APPROVALS_NEEDED');
  expect(await update(id, { status: 'expired' })).toBe('ILLEGAL_TRANSITION');
  expect(await update(id, { status: 'rejected', closed_by_id: ada.id })).toBe('SAME_PERSON');
  await bob.does('changeRequests.approve', { id });
  for (const status of ['waiting', 'applied', 'cancelled'])
    expect(await update(id, { status, closed_by_id: bob.id })).toBe('ILLEGAL_TRANSITION');
});

test('an approval is of another person, for this payload, with evidence and an older role', async () => {
  const id = await bonus();
  const late = await hire(desk, 'admin');
  const weak = await insider('operator');
  const challenge = changeChallenge('approve', 'b'.repeat(64));
  expect([
    await forged(id, { staff_id: ada.id, step_up: { kind: 'totp', staffId: ada.id } }),
    await forged(id, { payload_hash: 'b'.repeat(64) }),
    await forged(id, { step_up_kind: 'none', step_up: null }),
    await forged(id, { step_up: { kind: 'totp', staffId: bob.id, challenge } }),
    await forged(id, { step_up: { kind: 'totp', staffId: cleo.id } }),
    await forged(id, { staff_id: late.id }),
    await forged(id, { staff_id: weak.id }),
  ]).toEqual([
    'SAME_PERSON',
    'PAYLOAD_CHANGED',
    'SECOND_FACTOR_REQUIRED',
    'SECOND_FACTOR_INVALID',
    'SECOND_FACTOR_INVALID',
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
  ]);
  expect(await forged(id)).toBe('OK');
  expect(await forged(id)).toBe('SAME_PERSON');
  expect(await refusalOf(knex('change_request_approvals').where({ change_request_id: id }).delete())).toBe(
    'IMMUTABLE',
  );
  await knex('staff').where({ id: cleo.id }).update({ deactivated_at: new Date() });
  await signRows(knex, 'staff');
  const other = await bonus();
  expect(await forged(other, { staff_id: cleo.id })).toBe('PERMISSION_DENIED');
  await knex('staff').where({ id: cleo.id }).update({ deactivated_at: null });
  await signRows(knex, 'staff');
});

test('a payload that was changed behind the triggers is not applied', async () => {
  const id = await bonus();
  const before = await balance();
  await letPass(knex, id, { payload: JSON.stringify({ userId: user.id, amountUsd: '77777.00' }) });
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('PAYLOAD_CHANGED') as string,
  });
  expect(await balance()).toBe(before);
});

test('a request that was rewritten together with its hash is not applied', async () => {
  const request = await ChangeRequest.query(knex)
    .findById(await bonus())
    .throwIfNotFound();
  const before = await balance();
  const payload = { userId: user.id, amountUsd: '77777.00' };
  const { id, action, makerId } = request;
  const hash = changePayloadHash({ id, action, makerId, payload });
  await letPass(knex, request.id, { payload: JSON.stringify(payload), payload_hash: hash });
  expect((await bob.does('changeRequests.approve', { id: request.id })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('not written by the desk: its proof') as string,
  });
  expect(await balance()).toBe(before);
});

test('an approval that was written by SQL does not count', async () => {
  const id = await bonus();
  const before = await balance();
  const staffId = (await insider('admin')).id;
  await knex.raw('alter table staff disable trigger staff_role_since');
  await knex('staff').where({ id: staffId }).update({ role_since: '2020-01-01' });
  await knex.raw('alter table staff enable always trigger staff_role_since');
  await signRows(knex, 'staff');
  const { payloadHash } = await ChangeRequest.query(knex).findById(id).throwIfNotFound();
  const challenge = changeChallenge('approve', payloadHash);
  expect(await forged(id, { staff_id: staffId, step_up: { kind: 'totp', staffId, challenge } })).toBe('OK');
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('not written by the desk: it has no proof') as string,
  });
  expect(await balance()).toBe(before);
});

test('every step is in the audit log', async () => {
  const actions = await knex('audit_log')
    .where({ subject_kind: 'changeRequest' })
    .distinct('action')
    .pluck('action');
  for (const step of ['create', 'approve', 'apply', 'cancel', 'fail', 'expire'])
    expect(actions).toContain(`changeRequests.${step}`);
  expect(await ChangeRequest.query(knex).where({ status: 'applied' }).whereNull('resultId')).toEqual([]);
});
