import { expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { requestChange } from '../../src/changeRequests/requestChange.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { ChangeRequest } from '../../src/models/ChangeRequest.ts';
import { changeChallenge } from '../../src/stepUp/challenges.ts';
import { noFactor, refusalOf } from '../support/money.ts';
import { signRows } from '../support/signRows.ts';
import { newUser } from '../support/testDesk.ts';
import { governedDesk, letPass, reasonOf, requestOf } from './governedDesk.ts';

/* How a request comes to be, and what PostgreSQL says of it where a command refuses before. */
const { desk, knex, insider } = await governedDesk();
const [ada, bob] = [await insider('admin'), await insider('admin')];
const user = await newUser(desk);

let amounts = 3000;
const bonus = async (amount = (amounts += 1)) =>
  requestOf(await ada.does('transactions.bonus', { userId: user.id, amountUsd: `${amount}.00` }));

/** Past one trigger, as only the owner of the tables can. */
async function past(table: string, trigger: string, work: () => PromiseLike<unknown>): Promise<void> {
  await knex.raw('alter table ?? disable trigger ??', [table, trigger]);
  await work();
  await knex.raw('alter table ?? enable always trigger ??', [table, trigger]);
}

const maker: Actor = { kind: 'staff', id: ada.id, name: 'Ada' };
const asked = async (ctx: AppContext, payload: Record<string, unknown>, requiredApprovals = 1) =>
  await requestChange(ctx, maker, {
    action: requiredApprovals === 0 ? 'policies.publish' : 'transactions.bonus',
    payload,
    assessment: { needs: 'person', summary: 'a change', facts: [] },
    evidence: { ...noFactor(ada.id, 'c'.repeat(64)), kind: 'totp' },
    approverRole: 'admin',
    requiredApprovals,
  });

/** Starts these calls when each has found no earlier request, so that all of them write at once. */
async function atOnce<T>(calls: (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  const blocker = await knex.transaction();
  // Reads go on, and nothing is written.
  await blocker.raw('lock table change_requests in share mode');
  const running = Promise.allSettled(calls.map(async (run) => await run()));
  for (let checks = 0, waiting = 0; waiting < calls.length && checks < 200; checks += 1) {
    const { rows } = await knex.raw<{ rows: object[] }>(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query like 'insert into "change_requests"%'`,
    );
    waiting = rows.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await blocker.commit();
  return await running;
}

test('the same call several times at once makes one request', async () => {
  const payload = { userId: user.id, amountUsd: '750.00' };
  const outcomes = await atOnce([1, 2, 3].map(() => async () => (await asked(desk, payload)).id));
  expect(new Set(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value)).size).toBe(1);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
});

test('an idempotency key is of one input, also when two come at once', async () => {
  const idempotencyKey = newId();
  const outcomes = await atOnce(
    ['751.00', '752.00'].map(
      (amountUsd) => async () => await asked(desk, { userId: user.id, amountUsd, idempotencyKey }),
    ),
  );
  expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : 'OK'))).toEqual(
    expect.arrayContaining(['OK', expect.objectContaining({ reason: 'IDEMPOTENCY_CONFLICT' })]),
  );
});

test('what was rejected can be asked for again, as a new request', async () => {
  const id = await bonus(2999);
  expect(reasonOf(await bob.does('changeRequests.reject', { id, note: 'not today' }))).toBe('OK');
  expect(await bonus(2999)).not.toBe(id);
});

test('a request that takes effect by waiting raises an alarm', async () => {
  const alarms: object[] = [];
  const log = Object.assign(Object.create(desk.log) as typeof desk.log, {
    error: (facts: object) => void alarms.push(facts),
  });
  await asked({ ...desk, log }, { userId: newId(), amountUsd: '760.00' });
  expect(alarms).toEqual([]);
  await knex('staff').where({ id: bob.id }).update({ deactivated_at: new Date() });
  const { id, notBefore } = await asked({ ...desk, log }, { note: newId() }, 0);
  await knex('staff').where({ id: bob.id }).update({ deactivated_at: null });
  expect(alarms).toEqual([
    { alarm: 'CHANGE_DELAYED', changeRequestId: id, action: 'policies.publish', maker: ada.id, notBefore },
  ]);
});

test('PostgreSQL: what waits for a delay is neither applied nor failed before it has passed', async () => {
  const id = await bonus();
  await letPass(knex, id, { required_approvals: 0, not_before: new Date(Date.now() + 3_600_000) });
  for (const changes of [{ status: 'applied' }, { status: 'failed', error: 'x' }])
    expect(await refusalOf(knex('change_requests').where({ id }).update(changes))).toBe('COOLING_DOWN');
});

test('PostgreSQL: an approval is of the role that the request asks for, however old', async () => {
  const [oscar, ann] = [await insider('operator'), await insider('approver')];
  await past(
    'staff',
    'staff_role_since',
    async () => await knex('staff').whereIn('id', [oscar.id, ann.id]).update({ role_since: '2020-01-01' }),
  );
  await signRows(knex, 'staff');
  const approve = async (id: string, staffId: string) => {
    const { payloadHash } = await ChangeRequest.query(knex).findById(id).throwIfNotFound();
    const challenge = changeChallenge('approve', payloadHash);
    return await refusalOf(
      knex('change_request_approvals').insert({
        id: newId(),
        change_request_id: id,
        staff_id: staffId,
        staff_name: 'Somebody',
        payload_hash: payloadHash,
        step_up_kind: 'totp',
        step_up: { kind: 'totp', staffId, challenge },
        created_at: new Date(),
      }),
    );
  };
  const guard = requestOf(
    await ada.does('staff.invite', { email: 'new@new.test', name: 'New', role: 'admin' }),
  );
  expect([await approve(await bonus(), oscar.id), await approve(guard, ann.id)]).toEqual([
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
  ]);
});

test('PostgreSQL: requests are not emptied, also without their approvals', async () => {
  await past('change_request_approvals', 'change_request_approvals_are_not_truncated', async () =>
    expect(await refusalOf(knex.raw('truncate change_requests cascade'))).toBe('IMMUTABLE'),
  );
});
