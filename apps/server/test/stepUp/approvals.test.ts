import type { StepUpEvidence } from '@paydesk/types';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import type { Staff } from '../../src/models/Staff.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { approvalChallenge, completionChallenge, payOutChallenge } from '../../src/stepUp/challenges.ts';
import { challengeOf } from '../../src/stepUp/challengeOf.ts';
import { checkNewPasskey } from '../../src/stepUp/checkNewPasskey.ts';
import { verifyStepUp } from '../../src/stepUp/verifyStepUp.ts';
import { relyingPartyOf } from '../../src/stepUp/stepUpContext.ts';
import { verifyApprovals } from '../../src/verify/storedEvidence.ts';
import { verifyPayouts } from '../../src/verify/storedEvidence.ts';
import { verifyPolicies } from '../../src/verify/storedEvidence.ts';
import { StaffPasskey } from '../../src/models/StaffPasskey.ts';
import { publishPolicy } from '../../src/policies/publishPolicy.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { approveWithdrawal } from '../../src/withdrawals/approveWithdrawal.ts';
import { payOutWithdrawal } from '../../src/withdrawals/payOutWithdrawal.ts';
import { verifyWithdrawalStepUp } from '../../src/withdrawals/verifyWithdrawalStepUp.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { fundedUser, newWithdrawal } from '../support/money.ts';
import { offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';
import { enrolTotp, hire } from './people.ts';
import { SoftAuthenticator } from './softAuthenticator.ts';

const desk = await testDesk({ settings: testSettings({ PROVIDER_PAYOUTS: 'on' }) });
await offerCurrencies(desk);
const user = await fundedUser(desk, '5000.00');
const actorOf = (staff: Staff) => ({ kind: 'staff' as const, id: staff.id, name: staff.name });

/** A member of staff with a passkey, enrolled directly. */
async function signer() {
  const staff = await hire(desk);
  const authenticator = new SoftAuthenticator(desk.settings.publicUrl);
  const passkey = await checkNewPasskey(
    authenticator.create('AAAA'),
    'AAAA',
    relyingPartyOf(desk.settings.publicUrl),
  );
  await StaffPasskey.query(desk.knex).insert({
    id: newId(),
    staffId: staff.id,
    ...passkey,
    name: 'key',
    createdAt: desk.clock.now(),
  });
  return { staff, authenticator };
}

async function approveSigned(
  { staff, authenticator }: Awaited<ReturnType<typeof signer>>,
  withdrawals: WithdrawalRequest[],
): Promise<StepUpEvidence> {
  const request = await challengeOf(desk.knex, staff.id, {
    kind: 'approve',
    ids: withdrawals.map(({ id }) => id),
  });
  const evidence = await verifyStepUp(desk, {
    staffId: staff.id,
    ...request,
    proof: authenticator.sign(request.challenge),
    demand: 'always',
  });
  for (const withdrawal of withdrawals)
    await approveWithdrawal(desk, actorOf(staff), withdrawal.id, { evidence });
  return evidence;
}

test('an approval’s challenge is the stored payload hash; a completion’s includes the transaction', async () => {
  const { staff } = await signer();
  const [first, second] = [await newWithdrawal(desk, user.id), await newWithdrawal(desk, user.id)];
  expect(await challengeOf(desk.knex, staff.id, { kind: 'approve', ids: [first.id] })).toEqual({
    challenge: first.payloadHash,
  });
  const covers = [first.payloadHash, second.payloadHash].toSorted();
  expect(await challengeOf(desk.knex, staff.id, { kind: 'approve', ids: [second.id, first.id] })).toEqual({
    challenge: approvalChallenge(covers),
    covers,
  });
  // An unknown one is reported in its own row of a bulk approval.
  expect(
    await challengeOf(desk.knex, staff.id, { kind: 'approve', ids: [second.id, newId(), first.id] }),
  ).toEqual({ challenge: approvalChallenge(covers), covers });
  expect((await challengeOf(desk.knex, staff.id, { kind: 'payOut', id: first.id })).challenge).toBe(
    payOutChallenge(first, 1),
  );
  expect(
    await challengeOf(desk.knex, staff.id, {
      kind: 'complete',
      id: first.id,
      transactionHash: '0xab',
      cryptoAmount: '1.5',
    }),
  ).toEqual({ challenge: completionChallenge(first.payloadHash, '0xab', '1.5') });
});

test('every stored approval can be checked again, including bulk approvals and removed passkeys', async () => {
  const before = await verifyApprovals(desk.knex);
  const person = await signer();
  await approveSigned(person, [await newWithdrawal(desk, user.id)]);
  await approveSigned(person, [await newWithdrawal(desk, user.id), await newWithdrawal(desk, user.id)]);
  const coder = await hire(desk);
  const totp = await enrolTotp(desk, coder.id);
  const coded = await newWithdrawal(desk, user.id);
  const evidence = await verifyStepUp(desk, {
    staffId: coder.id,
    challenge: coded.payloadHash,
    proof: totp.code(),
    demand: 'always',
  });
  await approveWithdrawal(desk, actorOf(coder), coded.id, { evidence });
  await StaffPasskey.query(desk.knex)
    .where({ staffId: person.staff.id })
    .patch({ removedAt: desk.clock.now() });
  expect(await verifyApprovals(desk.knex)).toEqual({
    checked: before.checked + 4,
    verified: before.verified + 3,
    notSigned: before.notSigned + 1,
    forged: [],
  });
});

/** PostgreSQL refuses such rows: they are written past its triggers. */
const forgeApproval = async (row: object) =>
  await behindTheTriggers(desk.knex, async (trx) => await trx('withdrawal_approvals').insert(row));

test('approvals that were written into the database are detected', async () => {
  const [person, other] = [await signer(), await signer()];
  const evidence = await approveSigned(person, [await newWithdrawal(desk, user.id)]);
  const forge = async (staff: Staff, stepUp: StepUpEvidence, kind = 'passkey') => {
    const withdrawal = await newWithdrawal(desk, user.id);
    const id = newId();
    await forgeApproval({
      id,
      withdrawal_request_id: withdrawal.id,
      staff_id: staff.id,
      staff_name: staff.name,
      payload_hash: withdrawal.payloadHash,
      created_at: desk.clock.now(),
      step_up_kind: kind,
      step_up: JSON.stringify({
        ...stepUp,
        challenge: stepUp.challenge === 'own' ? withdrawal.payloadHash : stepUp.challenge,
      }),
    });
    return id;
  };
  const forged = [
    // The evidence of another withdrawal; the same, claimed for this one; under another name; of another kind
    // than the column.
    await forge(person.staff, evidence),
    await forge(person.staff, { ...evidence, challenge: 'own' }),
    await forge(other.staff, { ...evidence, challenge: 'own', staffId: other.staff.id }),
    await forge(other.staff, { ...evidence, challenge: 'own' }),
    await forge(person.staff, {
      ...evidence,
      challenge: 'own',
      kind: 'totp',
      assertion: null,
      passkeyId: null,
    }),
  ];
  const report = await verifyApprovals(desk.knex);
  expect(report.forged).toEqual(forged.sort());
});

test('one person’s signature under another person’s name is detected', async () => {
  const [person, other] = [await signer(), await signer()];
  const large = await newWithdrawal(desk, user.id, '1500.00');
  const evidence = await approveSigned(person, [large]);
  const before = (await verifyApprovals(desk.knex)).forged.length;
  const id = newId();
  await forgeApproval({
    id,
    withdrawal_request_id: large.id,
    staff_id: other.staff.id,
    staff_name: other.staff.name,
    payload_hash: large.payloadHash,
    created_at: desk.clock.now(),
    step_up_kind: 'passkey',
    step_up: JSON.stringify(evidence),
  });
  const { forged } = await verifyApprovals(desk.knex);
  expect(forged).toHaveLength(before + 1);
  expect(forged).toContain(id);
});

test('a signed payout order can be checked again, and a copied signature is detected', async () => {
  const [approver, payer] = [await signer(), await signer()];
  // The others' requests of the day would need a second approval.
  const customer = await fundedUser(desk, '500.00');
  const order = async () => {
    const withdrawal = await newWithdrawal(desk, customer.id);
    await approveSigned(approver, [withdrawal]);
    return await WithdrawalRequest.query(desk.knex).findById(withdrawal.id).throwIfNotFound();
  };
  const [signed, borrowed] = [await order(), await order()];
  const { challenge } = await challengeOf(desk.knex, payer.staff.id, { kind: 'payOut', id: signed.id });
  const evidence = await verifyWithdrawalStepUp(
    desk,
    actorOf(payer.staff),
    { kind: 'payOut', id: signed.id },
    payer.authenticator.sign(challenge),
  );
  await payOutWithdrawal(desk, actorOf(payer.staff), signed.id, evidence);
  expect(await verifyPayouts(desk.knex)).toEqual({ checked: 1, verified: 1, notSigned: 0, forged: [] });
  await payOutWithdrawal(desk, actorOf(payer.staff), borrowed.id, {
    ...evidence,
    challenge: payOutChallenge(borrowed, 1),
  });
  const { id } = await desk
    .knex('payouts')
    .where({ withdrawal_request_id: borrowed.id })
    .first<{ id: string }>('id');
  expect(await verifyPayouts(desk.knex)).toEqual({ checked: 2, verified: 1, notSigned: 0, forged: [id] });
});

test('a signed policy can be checked again, and one that was written into the database is detected', async () => {
  const { staff, authenticator } = await signer();
  const { version, rules } = await currentPolicy(desk.knex, desk);
  const changed = { ...rules, coolingHours: 5 };
  const { challenge } = await challengeOf(desk.knex, staff.id, {
    kind: 'publishPolicy',
    baseVersion: version,
    rules: changed,
  });
  const policy = await publishPolicy(desk, actorOf(staff), {
    rules: changed,
    note: 'a careful change',
    baseVersion: version,
    proof: authenticator.sign(challenge),
  });
  expect(await verifyPolicies(desk.knex)).toEqual({ checked: 1, verified: 1, notSigned: 0, forged: [] });
  const id = newId();
  await desk.knex('withdrawal_policies').insert({
    id,
    version: policy.version + 1,
    rules: JSON.stringify({ ...changed, coolingHours: 0 }),
    note: 'by hand',
    published_by_staff_id: staff.id,
    published_by_name: staff.name,
    step_up: JSON.stringify(policy.stepUp),
    created_at: desk.clock.now(),
  });
  expect(await verifyPolicies(desk.knex)).toEqual({ checked: 2, verified: 1, notSigned: 0, forged: [id] });
});
