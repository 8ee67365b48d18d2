import type { StaffRole } from '@paydesk/types';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { enrolTotp, hire } from '../stepUp/people.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { approve, approveInSql, fundedUser, newWithdrawal, refusalOf } from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);

/** A new request, and an approval of it as SQL alone would write it. */
async function requested(staffId: string, changes: object = {}) {
  const { id, payloadHash } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  const row = {
    id: newId(),
    withdrawal_request_id: id,
    payload_hash: payloadHash,
    staff_id: staffId,
    staff_name: 'Someone',
    ...changes,
  };
  return { id, row, payloadHash };
}

const insert = (row: object) => knex('withdrawal_approvals').insert(row);
const moveToApproved = (id: string) =>
  knex('withdrawal_requests').where({ id }).update({ status: 'approved', approved_at: new Date() });

test.each([newId(), 'somebody'])('an approval of %s, who does not exist, is refused', async (staffId) => {
  expect(await refusalOf(insert((await requested(staffId)).row))).toBe('STAFF_ONLY');
});

test.each(['viewer', 'operator'] as const satisfies StaffRole[])('a %s cannot approve', async (role) => {
  const { id } = await hire(desk, role);
  expect(await refusalOf(insert((await requested(id)).row))).toBe('STAFF_ONLY');
});

test('deactivated staff cannot approve', async () => {
  const { id } = await hire(desk);
  await knex('staff').where({ id }).update({ deactivated_at: new Date() });
  expect(await refusalOf(insert((await requested(id)).row))).toBe('STAFF_ONLY');
});

test('the approver of an approval cannot vanish: a foreign key holds the row', async () => {
  const { rows } = await knex.raw<{ rows: { definition: string }[] }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'approver_exists'`,
  );
  expect(rows[0]?.definition).toContain('REFERENCES staff(id) ON DELETE RESTRICT');
});

test('an approval without an entry in the audit log is refused at the commit', async () => {
  const { id } = await hire(desk);
  expect(await refusalOf(insert((await requested(id)).row))).toBe('PAYLOAD_CHANGED');
});

test('who has a second factor cannot approve without it', async () => {
  const { id } = await hire(desk);
  await enrolTotp(desk, id);
  expect(await refusalOf(insert((await requested(id)).row))).toBe('SECOND_FACTOR_REQUIRED');
});

test('the entry in the audit log is of this person, this step and this withdrawal', async () => {
  const [ada, bob] = [await hire(desk), await hire(desk)];
  const { id, row } = await requested(ada.id);
  const other = await requested(ada.id);
  const entry = { action: 'withdrawals.approve', actor_kind: 'staff', actor_id: ada.id };
  const approveWith = async (changes: object) =>
    await refusalOf(
      knex.transaction(async (trx) => {
        await trx('withdrawal_approvals').insert({ ...row, id: newId() });
        const subject = { subject_kind: 'withdrawal', subject_id: id };
        await trx('audit_log').insert({ id: newId(), ...subject, ...entry, ...changes });
      }),
    );
  expect(await approveWith({ actor_id: bob.id })).toBe('PAYLOAD_CHANGED');
  expect(await approveWith({ action: 'withdrawals.review' })).toBe('PAYLOAD_CHANGED');
  expect(await approveWith({ subject_id: other.id })).toBe('PAYLOAD_CHANGED');
});

test('a passkey is the approver’s own, and not removed; who has one cannot approve without it', async () => {
  const [ada, bob] = [await hire(desk), await hire(desk)];
  const addKey = async (staffId: string, removedAt: Date | null) => {
    const id = newId();
    await knex('staff_passkeys').insert({
      id,
      staff_id: staffId,
      credential_id: id,
      public_key: Buffer.alloc(70),
      rp_id: 'desk.test',
      counter: 0,
      device_type: 'singleDevice',
      backed_up: false,
      name: 'key',
      created_at: new Date(),
      removed_at: removedAt,
    });
    return id;
  };
  const [own, removed, foreign] = [
    await addKey(ada.id, null),
    await addKey(ada.id, new Date()),
    await addKey(bob.id, null),
  ];
  const { row, payloadHash } = await requested(ada.id);
  const approveWith = async (passkeyId: string) => {
    const stepUp = { kind: 'passkey', staffId: ada.id, challenge: payloadHash, covers: null, passkeyId };
    const signed = { step_up_kind: 'passkey', step_up: JSON.stringify(stepUp) };
    return await refusalOf(insert({ ...row, ...signed }));
  };
  expect([await approveWith(removed), await approveWith(foreign)]).toEqual([
    'SECOND_FACTOR_INVALID',
    'SECOND_FACTOR_INVALID',
  ]);
  // Not in the audit log, but allowed until the commit.
  expect(await approveWith(own)).toBe('PAYLOAD_CHANGED');
  expect(await refusalOf(insert(row))).toBe('SECOND_FACTOR_REQUIRED');
});

test('evidence of another person, of another kind or for something else is refused', async () => {
  const { id } = await hire(desk);
  const evidence = (challenge: string) => ({
    kind: 'totp',
    staffId: id,
    challenge,
    covers: null,
    verifiedAt: new Date().toISOString(),
    passkeyId: null,
    assertion: null,
  });
  const { row, payloadHash } = await requested(id);
  const forged = [
    evidence('f'.repeat(64)),
    { ...evidence(payloadHash), staffId: newId() },
    { ...evidence(payloadHash), kind: 'recovery_code' },
    { ...evidence('f'.repeat(64)), covers: ['e'.repeat(64)] },
  ];
  for (const stepUp of forged)
    expect(await refusalOf(insert({ ...row, step_up_kind: 'totp', step_up: JSON.stringify(stepUp) }))).toBe(
      'SECOND_FACTOR_INVALID',
    );
  const passkey = { ...evidence(payloadHash), kind: 'passkey', passkeyId: newId() };
  expect(await refusalOf(insert({ ...row, step_up_kind: 'passkey', step_up: JSON.stringify(passkey) }))).toBe(
    'SECOND_FACTOR_INVALID',
  );
  const withEvidence = { ...row, step_up_kind: 'totp', step_up: JSON.stringify(evidence(payloadHash)) };
  await approveInSql(knex, withEvidence);
});

test('an approval that was written past the triggers moves no withdrawal, in SQL or by a command', async () => {
  const { id } = await hire(desk);
  const { id: withdrawalId, row } = await requested(id);
  await behindTheTriggers(knex, async (trx) => await trx('withdrawal_approvals').insert(row));
  expect(await refusalOf(moveToApproved(withdrawalId))).toBe('PAYLOAD_CHANGED');
  expect(await refusalOf(approve(desk, actors.staff(), withdrawalId))).toBe('PAYLOAD_CHANGED');
  expect(
    await AuditEntry.query(knex)
      .where({ subjectId: withdrawalId, action: 'withdrawals.payloadChanged' })
      .resultSize(),
  ).toBe(1);
});

test('a withdrawal that was approved past all triggers is not sent', async () => {
  const { id } = await hire(desk);
  const { id: withdrawalId, row } = await requested(id);
  await behindTheTriggers(knex, async (trx) => {
    await trx('withdrawal_approvals').insert(row);
    await trx('withdrawal_requests')
      .where({ id: withdrawalId })
      .update({ status: 'approved', approved_at: new Date() });
  });
  expect(await refusalOf(startProcessing(desk, actors.staff(), withdrawalId))).toBe('PAYLOAD_CHANGED');
  expect(
    await refusalOf(
      knex('withdrawal_requests').where({ id: withdrawalId }).update({
        status: 'processing',
        processing_at: new Date(),
        started_by_kind: 'staff',
        started_by_id: newId(),
      }),
    ),
  ).toBe('PAYLOAD_CHANGED');
});

test('the second factor of every approval is checked again by each step', async () => {
  const { id } = await hire(desk);
  const evidence = {
    kind: 'totp',
    staffId: id,
    challenge: 'f'.repeat(64),
    covers: null,
    verifiedAt: new Date().toISOString(),
    passkeyId: null,
    assertion: null,
  };
  const { id: withdrawalId, row } = await requested(id);
  await behindTheTriggers(knex, async (trx) => {
    await trx('withdrawal_approvals').insert({
      ...row,
      step_up_kind: 'totp',
      step_up: JSON.stringify(evidence),
    });
    await trx('audit_log').insert({
      id: newId(),
      action: 'withdrawals.approve',
      actor_kind: 'staff',
      actor_id: id,
      subject_kind: 'withdrawal',
      subject_id: withdrawalId,
      recorded_at: new Date(),
    });
  });
  expect(await moveToApproved(withdrawalId)).toBe(1);
  expect(await refusalOf(startProcessing(desk, actors.staff(), withdrawalId))).toBe('PAYLOAD_CHANGED');
});

test('an approval in the audit log of a person who does not exist does not count', async () => {
  const ghost = actors.staff('Ghost');
  const { id, row } = await requested(String(ghost.id));
  await behindTheTriggers(knex, async (trx) => {
    await trx.raw('alter table withdrawal_approvals drop constraint approver_exists');
    await trx('withdrawal_approvals').insert(row);
    await trx('audit_log').insert({
      id: newId(),
      action: 'withdrawals.approve',
      actor_kind: 'staff',
      actor_id: ghost.id,
      subject_kind: 'withdrawal',
      subject_id: id,
      recorded_at: new Date(),
    });
  });
  expect(await refusalOf(moveToApproved(id))).toBe('PAYLOAD_CHANGED');
});
