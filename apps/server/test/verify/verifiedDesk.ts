import type { StaffRole } from '@paydesk/types';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import type { Staff } from '../../src/models/Staff.ts';
import { StaffPasskey } from '../../src/models/StaffPasskey.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { Transaction } from '../../src/models/Transaction.ts';
import { WithdrawalApproval } from '../../src/models/WithdrawalApproval.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { publishPolicy } from '../../src/policies/publishPolicy.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { challengeOf } from '../../src/stepUp/challengeOf.ts';
import { checkNewPasskey } from '../../src/stepUp/checkNewPasskey.ts';
import { relyingPartyOf } from '../../src/stepUp/stepUpContext.ts';
import { verifyStepUp } from '../../src/stepUp/verifyStepUp.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { refundCharge } from '../../src/transactions/refundCharge.ts';
import { approveWithdrawal } from '../../src/withdrawals/approveWithdrawal.ts';
import { completeWithdrawal } from '../../src/withdrawals/completeWithdrawal.ts';
import { sealAll } from '../audit/sealAll.ts';
import { hire } from '../stepUp/people.ts';
import { SoftAuthenticator } from '../stepUp/softAuthenticator.ts';
import { pay } from '../support/fullDesk.ts';
import { EVM_HASH, newPayment, newWithdrawal } from '../support/money.ts';
import { actors, newUser, offerCurrencies, testDesk, type TestDesk } from '../support/testDesk.ts';

interface Person {
  staff: Staff;
  actor: Actor;
  passkey: SoftAuthenticator;
}

/**
 * A desk whose every row has its reason: people who exist, approvals signed with their passkeys, payments that the
 * provider reported, and money in suspense that staff credited.
 */
export async function verifiedDesk() {
  const desk = await testDesk();
  await offerCurrencies(desk);
  const [ada, bob, admin] = [
    await person(desk, 'approver'),
    await person(desk, 'approver'),
    await person(desk, 'admin'),
  ];
  await publish(desk, admin);
  const user = await newUser(desk);
  const payment = await pay(desk, await newPayment(desk, user.id, '500.00'));
  await pay(desk, payment, '20');
  await pay(desk, payment, '30');
  const [item, openItem] = await SuspenseItem.query(desk.knex).orderBy('id');
  if (item === undefined || openItem === undefined) throw new Error('the re-deposits are not in suspense');
  await creditSuspense(desk, bob.actor, { id: item.id, note: 'it was theirs' });
  const attested = await newPayment(desk, user.id, '60.00');
  await markCompleted(desk, admin.actor, attested.id, 'seen on the chain');
  const unpaid = await newPayment(desk, user.id, '70.00');
  const charge = await chargeUser(desk, actors.service(), {
    userId: user.id,
    amountUsd: '30.00',
    idempotencyKey: 'a charge',
  });
  await refundCharge(desk, actors.service(), { chargeId: charge.id, amountUsd: '10.00' });
  const bonus = await giveBonus(desk, admin.actor, { userId: user.id, amountUsd: '7.00' });
  const paid = await newWithdrawal(desk, user.id, '40.00');
  await approveSigned(desk, ada, paid.id);
  await completeSigned(desk, bob, paid.id);
  const approved = await newWithdrawal(desk, user.id, '50.00');
  await approveSigned(desk, ada, approved.id);
  const pending = await newWithdrawal(desk, user.id, '20.00');
  const rich = await newUser(desk);
  await giveBonus(desk, actors.service(), { userId: rich.id, amountUsd: '2000.00' });
  const large = await newWithdrawal(desk, rich.id, '1500.00');
  const idle = await newUser(desk);
  await sealAll(desk.knex);
  return {
    desk,
    knex: desk.knex,
    people: { ada, bob, admin },
    user,
    idle,
    payment,
    attested,
    unpaid,
    item,
    openItem,
    charge,
    bonus,
    paid,
    approved,
    pending,
    large,
    deposit: await Transaction.query(desk.knex)
      .findOne({ paymentId: payment.id, transactionType: 'deposit' })
      .throwIfNotFound(),
    approval: await WithdrawalApproval.query(desk.knex)
      .findOne({ withdrawalRequestId: paid.id })
      .throwIfNotFound(),
  };
}

/** A member of staff with a passkey. */
async function person(desk: TestDesk, role: StaffRole): Promise<Person> {
  const staff = await hire(desk, role);
  const passkey = new SoftAuthenticator(desk.settings.publicUrl);
  const registered = await checkNewPasskey(
    passkey.create('AAAA'),
    'AAAA',
    relyingPartyOf(desk.settings.publicUrl),
  );
  await StaffPasskey.query(desk.knex).insert({
    id: newId(),
    staffId: staff.id,
    ...registered,
    name: 'key',
    createdAt: desk.clock.now(),
  });
  return { staff, passkey, actor: { kind: 'staff', id: staff.id, name: staff.name } };
}

async function approveSigned(desk: TestDesk, { staff, actor, passkey }: Person, id: string): Promise<void> {
  const request = await challengeOf(desk.knex, staff.id, { kind: 'approve', ids: [id] });
  const evidence = await verifyStepUp(desk, {
    staffId: staff.id,
    ...request,
    proof: passkey.sign(request.challenge),
    demand: 'always',
  });
  await approveWithdrawal(desk, actor, id, { evidence });
}

async function completeSigned(desk: TestDesk, { staff, actor, passkey }: Person, id: string): Promise<void> {
  const action = { kind: 'complete', id, transactionHash: EVM_HASH } as const;
  const request = await challengeOf(desk.knex, staff.id, action);
  const evidence = await verifyStepUp(desk, {
    staffId: staff.id,
    ...request,
    proof: passkey.sign(request.challenge),
    demand: 'always',
  });
  await completeWithdrawal(desk, actor, id, { transactionHash: EVM_HASH, evidence });
}

async function publish(desk: TestDesk, { staff, actor, passkey }: Person): Promise<void> {
  const { rules, version } = await currentPolicy(desk.knex, desk);
  const { challenge } = await challengeOf(desk.knex, staff.id, {
    kind: 'publishPolicy',
    baseVersion: version,
    rules,
  });
  await publishPolicy(desk, actor, {
    rules,
    note: 'the first policy',
    baseVersion: version,
    proof: passkey.sign(challenge),
  });
}
