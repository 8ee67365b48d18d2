import { expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { DomainError } from '../../src/base/domainError.ts';
import { newId } from '../../src/base/identifiers.ts';
import { approveChange, cancelChange, rejectChange } from '../../src/changeRequests/decideChange.ts';
import { closeDueChanges } from '../../src/changeRequests/closeDueChanges.ts';
import type { ActionPlans } from '../../src/changeRequests/governedAction.ts';
import { actionPlans } from '../../src/http/actionPlans/index.ts';
import { ChangeRequest } from '../../src/models/ChangeRequest.ts';
import { signInserted } from '../../src/origin/stampOrigin.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { changeChallenge } from '../../src/stepUp/challenges.ts';
import { enrolTotp, hire, wrongCode } from '../stepUp/people.ts';
import { balanceOf, refusalOf } from '../support/money.ts';
import { signRows } from '../support/signRows.ts';
import { newUser } from '../support/testDesk.ts';
import { sealKey } from '../verify/sealBooks.ts';
import { governedDesk, letPass, reasonOf, requestOf, statusOf } from './governedDesk.ts';

/* Guards that another one hides as long as it holds: each is reached past the others. */
const { desk, knex, insider } = await governedDesk();
const [ada, bob] = [await insider('admin'), await insider('admin')];
const user = await newUser(desk);
const balance = async () => (await balanceOf(knex, user.id)).balanceUsd;

let amounts = 2000;
const bonus = async (by = ada) => {
  amounts += 1;
  return requestOf(await by.does('transactions.bonus', { userId: user.id, amountUsd: `${amounts}.00` }));
};
const find = async (id: string) => await ChangeRequest.query(knex).findById(id).throwIfNotFound();

/** Past one trigger, as only the owner of the tables can. */
async function past(table: string, trigger: string, work: () => PromiseLike<unknown>): Promise<void> {
  await knex.raw('alter table ?? disable trigger ??', [table, trigger]);
  await work();
  await knex.raw('alter table ?? enable always trigger ??', [table, trigger]);
}

const approvalRow = async (id: string, staffId: string, changes: object = {}) => {
  const { payloadHash } = await find(id);
  return {
    id: newId(),
    change_request_id: id,
    staff_id: staffId,
    staff_name: 'Bob',
    payload_hash: payloadHash,
    step_up_kind: 'totp',
    step_up: { kind: 'totp', staffId, challenge: changeChallenge('approve', payloadHash) },
    created_at: new Date(),
    ...changes,
  };
};

test('a maker who was deactivated meanwhile changes nothing any more', async () => {
  const dan = await insider('admin');
  const id = await bonus(dan);
  const before = await balance();
  await knex('staff').where({ id: dan.id }).update({ deactivated_at: new Date() });
  await signRows(knex, 'staff');
  expect((await bob.does('changeRequests.approve', { id })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('PERMISSION_DENIED') as string,
  });
  expect(await balance()).toBe(before);
});

test('nor does one who is being deactivated at the same moment', async () => {
  const dan = await insider('admin');
  const id = await bonus(dan);
  const before = await balance();
  const deactivation = await knex.transaction();
  await deactivation('staff').where({ id: dan.id }).update({ deactivated_at: new Date() });
  await signInserted(deactivation, 'staff', dan.id);
  const running = bob.does('changeRequests.approve', { id });
  for (let checks = 0, waits = false; !waits && checks < 200; checks += 1) {
    const { rows } = await knex.raw<{ rows: object[] }>(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query like '%"staff"%for share%'`,
    );
    waits = rows.length > 0;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await deactivation.commit();
  expect((await running).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('PERMISSION_DENIED') as string,
  });
  expect(await balance()).toBe(before);
});

/** As an admin who has been one for long. */
async function approveWith(plans: ActionPlans, id: string): Promise<void> {
  const { id: approver, name } = await hire(desk, 'admin');
  await past(
    'staff',
    'staff_role_since',
    async () => await knex('staff').where({ id: approver }).update({ role_since: '2020-01-01' }),
  );
  await signRows(knex, 'staff');
  const totp = await enrolTotp(desk, approver);
  await approveChange(desk, plans, { kind: 'staff', id: approver, name }, { id, proof: totp.code() });
}

test('what a command wrote before it refused is undone, and the approval stays', async () => {
  const id = await bonus();
  const before = await balance();
  const refusing: ActionPlans = {
    ...actionPlans,
    'transactions.bonus': {
      ...actionPlans['transactions.bonus'],
      async apply(...given) {
        await actionPlans['transactions.bonus'].apply(...given);
        throw new DomainError('USER_FROZEN', 'refused after it wrote');
      },
    },
  };
  await approveWith(refusing, id);
  expect([await statusOf(desk, id), await balance()]).toEqual(['failed', before]);
  expect(await knex('change_request_approvals').where({ change_request_id: id })).toHaveLength(1);
});

test('a command that does not ask again is compared before it runs', async () => {
  const id = await bonus();
  const before = await balance();
  const unasking: ActionPlans = {
    ...actionPlans,
    'transactions.bonus': {
      ...actionPlans['transactions.bonus'],
      apply: async (ctx, { admit: _admit, ...maker }, payload) =>
        await actionPlans['transactions.bonus'].apply(ctx, maker, payload),
    },
  };
  await knex('users').where({ id: user.id }).update({ username: 'Somebody else' });
  await approveWith(unasking, id);
  await knex('users').where({ id: user.id }).update({ username: user.username });
  expect((await find(id)).error).toContain('CHANGED_MEANWHILE');
  expect(await balance()).toBe(before);
});

test('a step that is refused anyway uses no code up', async () => {
  const id = await bonus();
  const { id: staffId, name } = await hire(desk, 'admin');
  const actor: Actor = { kind: 'staff', id: staffId, name };
  const totp = await enrolTotp(desk, staffId);
  for (const decide of [
    async () => await approveChange(desk, actionPlans, actor, { id, proof: totp.code() }),
    async () => await rejectChange(desk, actor, { id, note: 'no', proof: totp.code() }),
  ])
    expect(await refusalOf(decide())).toBe('PERMISSION_DENIED');
  expect(await refusalOf(cancelChange(desk, actor, { id }))).toBe('PERMISSION_DENIED');
  expect(await knex('staff_two_factors').where({ staff_id: staffId }).first()).toMatchObject({
    last_used_step: null,
  });
  expect(await statusOf(desk, id)).toBe('waiting');
});

/** An admin since long ago with an authenticator app, and what they decide in one of two sessions. */
async function adminWithTwoSessions() {
  const { id: staffId, name } = await hire(desk, 'admin');
  await past(
    'staff',
    'staff_role_since',
    async () => await knex('staff').where({ id: staffId }).update({ role_since: '2020-01-01' }),
  );
  await signRows(knex, 'staff');
  const totp = await enrolTotp(desk, staffId);
  const session = async () => {
    const row = { id: newId(), staff_id: staffId, token: newId(), expires_at: new Date(Date.now() + 60_000) };
    await knex('staff_sessions').insert(row);
    return row.id;
  };
  type Proof = ReturnType<typeof wrongCode>;
  const actor = (sessionId: string): Actor => ({ kind: 'staff', id: staffId, name, sessionId });
  return {
    totp,
    stolen: await session(),
    own: await session(),
    reject: async (sessionId: string, id: string, proof: Proof) =>
      await rejectChange(desk, actor(sessionId), { id, note: 'no', proof }),
    approve: async (sessionId: string, id: string, proof: Proof) =>
      await approveChange(desk, actionPlans, actor(sessionId), { id, proof }),
  };
}

test('wrong proofs in a stolen session do not keep its owner from rejecting', async () => {
  const { totp, stolen, own, reject } = await adminWithTwoSessions();
  const id = await bonus();
  for (let seed = 1; seed <= 5; seed += 1)
    expect(await refusalOf(reject(stolen, id, wrongCode(desk, totp, seed)))).toBe('SECOND_FACTOR_INVALID');
  expect(await refusalOf(reject(stolen, id, totp.code()))).toBe('SECOND_FACTOR_LOCKED');
  await reject(own, id, totp.code());
  expect(await statusOf(desk, id)).toBe('rejected');
});

test('nor from approving, and a session that is locked for approvals still rejects', async () => {
  const { totp, stolen, own, reject, approve } = await adminWithTwoSessions();
  const [bad, good] = [await bonus(), await bonus()];
  for (let seed = 1; seed <= 5; seed += 1)
    expect(await refusalOf(approve(stolen, good, wrongCode(desk, totp, seed)))).toBe('SECOND_FACTOR_INVALID');
  expect(await refusalOf(approve(stolen, good, totp.code()))).toBe('SECOND_FACTOR_LOCKED');
  await reject(stolen, bad, totp.code());
  await knex('staff_two_factors').update({ last_used_step: null });
  await approve(own, good, totp.code());
  expect([await statusOf(desk, bad), await statusOf(desk, good)]).toEqual(['rejected', 'applied']);
});

test('with a real provider a decision needs a second factor also of those who have none', async () => {
  const { id: staffId, name } = await hire(desk, 'admin');
  await past(
    'staff',
    'staff_role_since',
    async () => await knex('staff').where({ id: staffId }).update({ role_since: '2020-01-01' }),
  );
  await signRows(knex, 'staff');
  const actor: Actor = { kind: 'staff', id: staffId, name };
  const id = await bonus();
  // Of the command: PostgreSQL would refuse the approval too.
  const refusal = { reason: 'SECOND_FACTOR_REQUIRED', message: expect.stringMatching(/^set up a/) as string };
  await expect(rejectChange(desk, actor, { id, note: 'no' })).rejects.toMatchObject(refusal);
  await expect(approveChange(desk, actionPlans, actor, { id })).rejects.toMatchObject(refusal);
});

test('a request and a person who do not exist are refused by name', async () => {
  const actor: Actor = { kind: 'staff', id: newId(), name: 'Nobody' };
  expect(await refusalOf(cancelChange(desk, actor, { id: newId() }))).toBe('NOT_FOUND');
  expect(await refusalOf(cancelChange(desk, actor, { id: await bonus() }))).toBe('STAFF_ONLY');
});

test('what waited for a delay and has expired since is not applied', async () => {
  const id = await bonus();
  const past = new Date(Date.now() - 1000);
  await letPass(knex, id, { required_approvals: 0, not_before: past, expires_at: past });
  const before = await balance();
  await closeDueChanges(desk, actionPlans);
  expect([await statusOf(desk, id), await balance()]).toEqual(['expired', before]);
});

test('PostgreSQL: an expired request is neither approved, rejected nor applied', async () => {
  const id = await bonus();
  await knex('change_request_approvals').insert(await approvalRow(id, bob.id));
  const other = await bonus();
  for (const one of [id, other]) await letPass(knex, one, { expires_at: new Date(Date.now() - 1000) });
  const close = async (changes: object) =>
    await refusalOf(knex('change_requests').where({ id }).update(changes));
  expect(await close({ status: 'applied' })).toBe('ILLEGAL_TRANSITION');
  expect(await close({ status: 'failed', error: 'x' })).toBe('ILLEGAL_TRANSITION');
  expect(await close({ status: 'rejected', closed_by_id: bob.id })).toBe('ILLEGAL_TRANSITION');
  const late = knex('change_request_approvals').insert(await approvalRow(other, bob.id));
  expect(await refusalOf(late)).toBe('ILLEGAL_TRANSITION');
});

test('PostgreSQL: an approval of another payload does not count, whoever wrote it', async () => {
  const id = await bonus();
  const row = await approvalRow(id, bob.id, { payload_hash: 'c'.repeat(64) });
  await past(
    'change_request_approvals',
    'change_request_approvals_guard',
    async () => await knex('change_request_approvals').insert(row),
  );
  expect(await refusalOf(knex('change_requests').where({ id }).update({ status: 'applied' }))).toBe(
    'MORE_APPROVALS_NEEDED',
  );
});

test('PostgreSQL: the evidence is of the person and of the kind of factor that the approval names', async () => {
  const id = await bonus();
  const row = await approvalRow(id, bob.id);
  for (const changes of [
    { step_up_kind: 'passkey' },
    { step_up: { ...row.step_up, staffId: ada.id } },
    { step_up: { ...row.step_up, challenge: 'c'.repeat(64) } },
  ])
    expect(
      await refusalOf(knex('change_request_approvals').insert({ ...row, ...changes })),
      JSON.stringify(changes),
    ).toBe('SECOND_FACTOR_INVALID');
});

test('PostgreSQL: a request begins by waiting, and is of somebody who is active', async () => {
  const id = await bonus();
  const { id: _id, ...row } = await knex('change_requests').where({ id }).first();
  const copy = (changes: object) => ({
    ...row,
    id: newId(),
    facts: JSON.stringify(row.facts),
    payload_hash: newId().replaceAll('-', '').repeat(2),
    payload_digest: newId().replaceAll('-', '').repeat(2),
    origin_mac: null,
    ...changes,
  });
  const insert = async (changes: object) => await refusalOf(knex('change_requests').insert(copy(changes)));
  const closed = { closed_at: new Date(), closed_by_id: bob.id };
  expect(await insert({ status: 'cancelled', ...closed })).toBe('ILLEGAL_TRANSITION');
  const { id: gone } = await hire(desk, 'admin');
  await knex('staff').where({ id: gone }).update({ deactivated_at: new Date() });
  await signRows(knex, 'staff');
  expect(await insert({ maker_id: gone })).toBe('PERMISSION_DENIED');
  const early = copy({ created_at: new Date('2020-01-01'), expires_at: new Date('2099-01-01') });
  await knex('change_requests').insert(early);
  const stored = await find(early.id);
  expect(Math.abs(stored.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
  expect(stored.expiresAt.getTime() - stored.createdAt.getTime()).toBe(7 * 86_400_000);
});

test('PostgreSQL: since when a person has their role, no statement can say', async () => {
  const { id } = await hire(desk, 'operator');
  const since = async () => (await knex('staff').where({ id }).first<{ role_since: Date }>()).role_since;
  // Times are compared by the millisecond.
  const later = async () => await knex.raw('select pg_sleep(0.005)');
  const hired = await since();
  await knex('staff')
    .where({ id })
    .update({ role_since: new Date('2020-01-01') });
  expect(await since()).toEqual(hired);
  await later();
  await knex('staff')
    .where({ id })
    .update({ role: 'admin', role_since: new Date('2020-01-01') });
  const promoted = await since();
  expect(promoted.getTime()).toBeGreaterThan(hired.getTime());
  await later();
  await knex('staff').where({ id }).update({ deactivated_at: new Date() });
  await knex('staff').where({ id }).update({ deactivated_at: null });
  expect((await since()).getTime()).toBeGreaterThan(promoted.getTime());
  await signRows(knex, 'staff');
});

test('PostgreSQL: approvals do not change, and nothing of it is emptied', async () => {
  const id = await bonus();
  expect(reasonOf(await bob.does('changeRequests.approve', { id }))).toBe('OK');
  const approvals = knex('change_request_approvals').where({ change_request_id: id });
  expect(await refusalOf(approvals.update({ note: 'other' }))).toBe('IMMUTABLE');
  for (const table of ['change_requests', 'change_request_approvals'])
    expect(await refusalOf(knex.raw('truncate ?? cascade', [table]))).toBe('IMMUTABLE');
});

test('a request from before there were proofs is applied only if its hash is that of its payload', async () => {
  const [right, wrong] = [await bonus(), await bonus()];
  await knex.raw('alter table change_requests disable trigger change_requests_keep_origin_mac');
  for (const id of [right, wrong]) await letPass(knex, id, { origin_mac: null });
  await letPass(knex, wrong, { payload: JSON.stringify({ userId: user.id, amountUsd: '77777.00' }) });
  await knex.raw('alter table change_requests enable always trigger change_requests_keep_origin_mac');
  await drawOriginBoundary(knex, sealKey);
  expect((await bob.does('changeRequests.approve', { id: right })).data).toMatchObject({ status: 'applied' });
  expect((await bob.does('changeRequests.approve', { id: wrong })).data).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('not what was asked for') as string,
  });
});
