import type { StepUpProof } from '@paydesk/types';
import { STAFF_ROLES } from '@paydesk/types';
import { expect, test } from 'vitest';
import { WithdrawalApproval } from '../../src/models/WithdrawalApproval.ts';
import { WithdrawalPolicy } from '../../src/models/WithdrawalPolicy.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { newId } from '../../src/base/identifiers.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { approvalChallenge, completionChallenge, policyChallenge } from '../../src/stepUp/challenges.ts';
import { verifyApprovals } from '../../src/verify/storedEvidence.ts';
import { verifyCompletions } from '../../src/verify/storedEvidence.ts';
import { verifyEvidence } from '../../src/verify/verifyEvidence.ts';
import { approveWithdrawal } from '../../src/withdrawals/approveWithdrawal.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { verifyWithdrawalStepUp } from '../../src/withdrawals/verifyWithdrawalStepUp.ts';
import { call, httpDesk } from '../support/http.ts';
import {
  approveInSql,
  balanceOf,
  EVM_ADDRESS,
  EVM_HASH,
  newHash,
  fundedUser,
  newWithdrawal,
  refusalOf,
} from '../support/money.ts';
import { enrolTotp } from '../stepUp/people.ts';
import { signedIn, withPasskey, withTotp, type SignedIn } from '../support/people.ts';
import { offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);

/** A policy that requires a second factor from everyone, as with a real provider. */
const founder = await signedIn(desk, 'admin');
const { rules } = await currentPolicy(desk.knex, desk);
await WithdrawalPolicy.query(desk.knex).insert({
  id: newId(),
  version: 1,
  rules: { ...rules, secondFactor: 'always' },
  note: 'from the start',
  publishedByStaffId: founder.staff.id,
  publishedByName: founder.staff.name,
  stepUp: {
    kind: 'none',
    staffId: founder.staff.id,
    challenge: '',
    covers: null,
    verifiedAt: desk.clock.now().toISOString(),
    passkeyId: null,
    assertion: null,
  },
  createdAt: desk.clock.now(),
});

const request = async (amountUsd = '20.00') =>
  await newWithdrawal(desk, (await fundedUser(desk, '5000.00')).id, amountUsd);
const state = async (id: string) =>
  (await WithdrawalRequest.query(desk.knex).findById(id).throwIfNotFound()).status;
const reasonOf = async (who: SignedIn, path: string, input: object) =>
  (await call(app, who.caller, path, input)).error?.data.reason ?? 'OK';

test('PostgreSQL takes no approval without a second factor where the policy asks for one of everyone', async () => {
  const user = await fundedUser(desk, '50.00');
  const { id, payloadHash } = await newWithdrawal(desk, user.id, '20.00');
  const approval = { withdrawal_request_id: id, payload_hash: payloadHash };
  expect(await refusalOf(approveInSql(desk.knex, approval))).toBe('SECOND_FACTOR_REQUIRED');
});

test('a session alone cannot approve, complete or publish', async () => {
  const [ada, { id }] = [await withTotp(desk, 'admin'), await request()];
  expect(await reasonOf(ada, 'withdrawals.approve', { id })).toBe('SECOND_FACTOR_REQUIRED');
  expect(await reasonOf(ada, 'withdrawals.approveMany', { ids: [id] })).toBe('SECOND_FACTOR_REQUIRED');
  expect(await reasonOf(ada, 'policies.publish', { baseVersion: 1, rules, note: 'let me in' })).toBe(
    'SECOND_FACTOR_REQUIRED',
  );
  expect(await reasonOf(ada, 'withdrawals.approve', { id, proof: ada.totp.code() })).toBe('OK');
  const bob = await withTotp(desk, 'approver');
  expect(await reasonOf(bob, 'withdrawals.complete', { id, transactionHash: EVM_HASH })).toBe(
    'SECOND_FACTOR_REQUIRED',
  );
  expect(await state(id)).toBe('approved');
});

test('a stolen admin session cannot send money out in any way', async () => {
  const ada = await signedIn(desk, 'admin');
  const { data } = await call(app, ada.caller, 'withdrawals.create', {
    userId: (await fundedUser(desk, '500.00')).id,
    amountUsd: '100.00',
    currencyCode: 'USDTBSC',
    walletAddress: EVM_ADDRESS,
  });
  await enrolTotp(desk, ada.staff.id);
  const [own, { id }, ready] = [data as { id: string }, await request(), await request()];
  const bob = await withTotp(desk, 'approver');
  await call(app, bob.caller, 'withdrawals.approve', { id: ready.id, proof: bob.totp.code() });
  const calls: [string, object][] = [
    ['withdrawals.approve', { id }],
    ['withdrawals.approve', { id: own.id }],
    ['withdrawals.approveMany', { ids: [id, own.id] }],
    ['withdrawals.complete', { id: ready.id, transactionHash: EVM_HASH }],
    [
      'policies.publish',
      {
        baseVersion: 1,
        rules: { ...rules, allowSamePerson: true, secondFactor: 'ifEnrolled' },
        note: 'let me in',
      },
    ],
    ['staff.create', { email: 'accomplice@desk.test', name: 'Accomplice', role: 'admin' }],
    ['staff.invite', { email: 'accomplice@desk.test', name: 'Accomplice', role: 'admin' }],
    ['staff.setRole', { id: bob.staff.id, role: 'admin' }],
    ['staff.resetPassword', { id: bob.staff.id }],
    ['security.newRecoveryCodes', {}],
    ['security.disableTotp', { password: 'guessed password' }],
  ];
  for (const [path, input] of calls)
    expect([path, await reasonOf(ada, path, input)]).toEqual([
      path,
      expect.stringMatching(/^SECOND_FACTOR_REQUIRED$|^PASSWORD_WRONG$/),
    ]);
  expect([await state(id), await state(own.id), await state(ready.id)]).toEqual([
    'pending',
    'pending',
    'approved',
  ]);
});

test('a person without a second factor gets an error that says to set one up', async () => {
  const [eve, { id }] = [await signedIn(desk, 'approver'), await request()];
  const { error } = await call(app, eve.caller, 'withdrawals.approve', { id });
  expect(error).toMatchObject({
    data: { reason: 'SECOND_FACTOR_REQUIRED', details: { methods: [] } },
    message: expect.stringContaining('set up'),
  });
});

test('a code is valid for one action: a replay approves nothing, and a refused action does not use one up', async () => {
  const [ada, one, two] = [await withTotp(desk, 'approver'), await request(), await request()];
  const proof = ada.totp.code();
  expect(await reasonOf(ada, 'withdrawals.approve', { id: newId(), proof })).toBe('NOT_FOUND');
  expect(await reasonOf(ada, 'withdrawals.approve', { id: one.id, proof })).toBe('OK');
  expect(await reasonOf(ada, 'withdrawals.approve', { id: two.id, proof })).toBe('SECOND_FACTOR_INVALID');
  expect([await state(one.id), await state(two.id)]).toEqual(['approved', 'pending']);
  expect(await WithdrawalApproval.query(desk.knex).findOne({ withdrawalRequestId: one.id })).toMatchObject({
    stepUpKind: 'totp',
  });
});

test('of two approvals with one code at the same time, one succeeds', async () => {
  const [ada, one, two] = [await withTotp(desk, 'approver'), await request(), await request()];
  const proof = ada.totp.code();
  const results = await Promise.all(
    [one, two].map(async ({ id }) => await reasonOf(ada, 'withdrawals.approve', { id, proof })),
  );
  expect(results.toSorted()).toEqual(['OK', 'SECOND_FACTOR_INVALID']);
});

test('a passkey signs the payload it approves, and the signature can be checked at any later time', async () => {
  const [ada, one, two] = [await withPasskey(desk, 'approver'), await request(), await request()];
  const proof = ada.passkey.sign(approvalChallenge([one.payloadHash]));
  expect(await reasonOf(ada, 'withdrawals.approve', { id: two.id, proof })).toBe('SECOND_FACTOR_INVALID');
  expect(
    await reasonOf(ada, 'withdrawals.approve', { id: one.id, proof: ada.passkey.sign(one.payloadHash) }),
  ).toBe('OK');
  const { stepUp, stepUpKind } = await WithdrawalApproval.query(desk.knex)
    .findOne({ withdrawalRequestId: one.id })
    .throwIfNotFound();
  expect(stepUpKind).toBe('passkey');
  expect(await verifyEvidence(desk.knex, stepUp as NonNullable<typeof stepUp>, one.payloadHash)).toBe(
    'verified',
  );
  expect(await verifyEvidence(desk.knex, stepUp as NonNullable<typeof stepUp>, two.payloadHash)).toBe(
    'forged',
  );
});

test('a proof given for one withdrawal approves no other', async () => {
  const [ada, one, two] = [await withPasskey(desk, 'approver'), await request(), await request()];
  const actor = { kind: 'staff', id: ada.staff.id, name: ada.staff.name } as const;
  const evidence = await verifyWithdrawalStepUp(
    desk,
    actor,
    { kind: 'approve', ids: [one.id] },
    ada.passkey.sign(one.payloadHash),
  );
  expect(await refusalOf(approveWithdrawal(desk, actor, two.id, { evidence }))).toBe('SECOND_FACTOR_INVALID');
  expect(await state(two.id)).toBe('pending');
  expect(await approveWithdrawal(desk, actor, one.id, { evidence })).toMatchObject({ status: 'approved' });
});

test('a completion needs a signature of its own, over the entered hash; an approval’s signature is refused', async () => {
  const [ada, bob, { id, payloadHash }] = [
    await withPasskey(desk, 'approver'),
    await withPasskey(desk, 'approver'),
    await request(),
  ];
  await call(app, ada.caller, 'withdrawals.approve', { id, proof: ada.passkey.sign(payloadHash) });
  const complete = async (proof: StepUpProof) =>
    await reasonOf(bob, 'withdrawals.complete', { id, transactionHash: EVM_HASH, proof });
  expect(await complete(bob.passkey.sign(payloadHash))).toBe('SECOND_FACTOR_INVALID');
  expect(
    await complete(bob.passkey.sign(completionChallenge(payloadHash, `0x${'cd'.repeat(32)}`, null))),
  ).toBe('SECOND_FACTOR_INVALID');
  expect(await complete(bob.passkey.sign(completionChallenge(payloadHash, EVM_HASH, null)))).toBe('OK');
  const { status, completionStepUp } = await WithdrawalRequest.query(desk.knex)
    .findById(id)
    .throwIfNotFound();
  expect(status).toBe('completed');
  expect(
    await verifyEvidence(
      desk.knex,
      completionStepUp as NonNullable<typeof completionStepUp>,
      completionChallenge(payloadHash, EVM_HASH, null),
    ),
  ).toBe('verified');
});

test('one proof approves many; each row is checked separately and has its own result', async () => {
  const ada = await withPasskey(desk, 'admin');
  const user = await fundedUser(desk, '5000.00');
  const small = await request();
  const large = await request('1500.00');
  const own = await createWithdrawal(
    desk,
    { kind: 'staff', id: ada.staff.id, name: ada.staff.name },
    { userId: user.id, amountUsd: '20.00', currencyCode: 'USDTBSC', walletAddress: EVM_ADDRESS },
  );
  const unknown = newId();
  const ids = [own.id, small.id, unknown, large.id];
  const covers = [own.payloadHash, small.payloadHash, large.payloadHash];
  const { data } = await call(app, ada.caller, 'withdrawals.approveMany', {
    ids,
    proof: ada.passkey.sign(approvalChallenge(covers)),
  });
  expect(data).toEqual({
    results: [
      { id: own.id, ok: false, status: null, reason: 'SAME_PERSON', message: expect.any(String) },
      { id: small.id, ok: true, status: 'approved', reason: null, message: null },
      { id: unknown, ok: false, status: null, reason: 'NOT_FOUND', message: expect.any(String) },
      { id: large.id, ok: true, status: 'pending', reason: null, message: null },
    ],
  });
  for (const { id, payloadHash } of [small, large]) {
    const { stepUp } = await WithdrawalApproval.query(desk.knex)
      .findOne({ withdrawalRequestId: id })
      .throwIfNotFound();
    expect(await verifyEvidence(desk.knex, stepUp as NonNullable<typeof stepUp>, payloadHash)).toBe(
      'verified',
    );
  }
});

test('many are rejected with one reason, and their holds are released', async () => {
  const [ada, one, two] = [await signedIn(desk, 'approver'), await request(), await request()];
  await call(app, ada.caller, 'withdrawals.reject', { id: two.id, reason: 'not this one' });
  const { data } = await call(app, ada.caller, 'withdrawals.rejectMany', {
    ids: [one.id, two.id],
    reason: 'all of them from a stolen phone',
  });
  expect(data).toMatchObject({
    results: [
      { id: one.id, ok: true, status: 'rejected' },
      { id: two.id, ok: false, reason: 'ILLEGAL_TRANSITION' },
    ],
  });
  expect(await balanceOf(desk.knex, one.userId)).toMatchObject({ heldUsd: '0.00' });
});

test.each(STAFF_ROLES.filter((role) => role === 'approver' || role === 'admin'))(
  'an %s who requested a withdrawal can neither approve nor pay it, with any proof',
  async (role) => {
    const own = await signedIn(desk, role);
    const userId = (await fundedUser(desk, '500.00')).id;
    const { data } = await call(app, own.caller, 'withdrawals.create', {
      userId,
      amountUsd: '20.00',
      currencyCode: 'USDTBSC',
      walletAddress: EVM_ADDRESS,
    });
    const { id } = data as { id: string };
    const totp = await enrolTotp(desk, own.staff.id);
    expect(await reasonOf(own, 'withdrawals.approve', { id, proof: totp.code() })).toBe('SAME_PERSON');
    const other = await withTotp(desk, 'approver');
    expect(await reasonOf(other, 'withdrawals.approve', { id, proof: other.totp.code() })).toBe('OK');
    expect(await reasonOf(own, 'withdrawals.startProcessing', { id })).toBe('SECOND_FACTOR_REQUIRED');
    expect(await reasonOf(own, 'withdrawals.startProcessing', { id, proof: totp.code(1) })).toBe(
      'SAME_PERSON',
    );
    await desk.advance(60);
    expect(
      await reasonOf(own, 'withdrawals.complete', { id, transactionHash: EVM_HASH, proof: totp.code(1) }),
    ).toBe('SAME_PERSON');
    expect(
      await reasonOf(other, 'withdrawals.complete', {
        id,
        transactionHash: EVM_HASH,
        proof: other.totp.code(1),
      }),
    ).toBe('SAME_PERSON');
  },
);

test.each(['viewer', 'operator'] as const)(
  'a %s cannot approve, with or without a second factor',
  async (role) => {
    const [person, { id }] = [await withTotp(desk, role), await request()];
    expect(await reasonOf(person, 'withdrawals.approve', { id, proof: person.totp.code() })).toBe(
      'PERMISSION_DENIED',
    );
  },
);

test('a signed, versioned policy can allow one person everything, for a desk with one person', async () => {
  const solo = await withPasskey(desk, 'admin');
  // Otherwise another admin has to approve it.
  await desk
    .knex('staff')
    .where({ role: 'admin' })
    .whereNot({ id: solo.staff.id })
    .update({ deactivated_at: desk.clock.now() });
  const lax = { ...rules, secondFactor: 'always', allowSamePerson: true } as const;
  expect(
    await reasonOf(solo, 'policies.publish', {
      baseVersion: 1,
      rules: lax,
      note: 'I am alone here',
      proof: solo.passkey.sign(policyChallenge(1, rules)),
    }),
  ).toBe('SECOND_FACTOR_INVALID');
  expect(
    await reasonOf(solo, 'policies.publish', {
      baseVersion: 1,
      rules: lax,
      note: 'I am alone here',
      proof: solo.passkey.sign(policyChallenge(1, lax)),
    }),
  ).toBe('OK');
  const own = await createWithdrawal(
    desk,
    { kind: 'staff', id: solo.staff.id, name: solo.staff.name },
    {
      userId: (await fundedUser(desk, '50.00')).id,
      amountUsd: '20.00',
      currencyCode: 'USDTBSC',
      walletAddress: EVM_ADDRESS,
    },
  );
  expect(
    await reasonOf(solo, 'withdrawals.approve', { id: own.id, proof: solo.passkey.sign(own.payloadHash) }),
  ).toBe('OK');
  const transactionHash = newHash();
  expect(
    await reasonOf(solo, 'withdrawals.complete', {
      id: own.id,
      transactionHash,
      proof: solo.passkey.sign(completionChallenge(own.payloadHash, transactionHash, null)),
    }),
  ).toBe('OK');
  expect(
    await reasonOf(solo, 'policies.publish', {
      baseVersion: 1,
      rules: lax,
      note: 'again, from an old page',
      proof: solo.passkey.sign(policyChallenge(1, lax)),
    }),
  ).toBe('POLICY_CHANGED');
});

test('every signature of these tests verifies again, from the stored keys alone', async () => {
  expect(await verifyApprovals(desk.knex)).toMatchObject({ forged: [] });
  expect(await verifyCompletions(desk.knex)).toMatchObject({ verified: 2, forged: [] });
  const [{ id } = { id: '' }] = await desk
    .knex('withdrawal_requests')
    .whereNotNull('completion_step_up')
    .select<{ id: string }[]>('id');
  await behindTheTriggers(
    desk.knex,
    async (trx) =>
      await trx('withdrawal_requests')
        .where({ id })
        .update({ transaction_hash: `0x${'ef'.repeat(32)}` }),
  );
  expect(await verifyCompletions(desk.knex)).toMatchObject({ verified: 1, forged: [id] });
});
