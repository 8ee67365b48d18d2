import { FOUR_EYES, fourEyesConflict, type FourEyesStep, type Involvement } from '@paydesk/types';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { publishRules, rules } from '../policy/policyDesk.ts';
import {
  approve,
  approveInSql,
  BOB_ID,
  EVM_ADDRESS,
  EVM_HASH,
  fundedUser,
  newWithdrawal,
  refusalOf,
} from '../support/money.ts';
import { actors, employ, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
const ada: Actor = { kind: 'staff', id: newId(), name: 'Ada' };
const adaId = String(ada.id);

let userId: string;
beforeAll(async () => {
  await offerCurrencies(desk);
  userId = (await fundedUser(desk, '1000.00')).id;
});

const STEPS = Object.keys(FOUR_EYES) as FourEyesStep[];
const cases = [false, true].flatMap((allowSamePerson) =>
  STEPS.flatMap((step) =>
    ([null, 'requested', 'approved', 'credited'] as const).map((before) => ({
      allowSamePerson,
      step,
      before,
    })),
  ),
);

test.each(cases)(
  'the database and the four-eyes rule agree: $step, allowSamePerson $allowSamePerson, before: $before',
  async ({ allowSamePerson, step, before }) => {
    await publishRules(desk, rules({ allowSamePerson, creditorDays: 7 }));
    const requester = before === 'requested' ? ada : actors.service();
    const people = {
      requestedBy: { kind: requester.kind, id: requester.id },
      approvedBy: before === 'approved' ? [adaId] : ['bob'],
      creditedBy: before === 'credited' ? [adaId] : [],
    };
    const conflict = fourEyesConflict(step, adaId, people, { allowSamePerson });
    expect(await outcomeOf(stepInSql(step, before, requester))).toBe(
      conflict === null ? ALLOWED[step] : REFUSED[step][conflict],
    );
  },
);

test('the commands apply the rule themselves, before the database does', async () => {
  await publishRules(desk, rules({ approvals: [{ fromUsd: '0.00', approvals: 2 }] }));
  const bob = actors.staff('Bob');
  await employ(knex, ada, bob);
  const user = await fundedUser(desk, '50.00');
  const own = await newWithdrawal(desk, user.id, '20.00');
  const approveAsAda = async () => await approve(desk, ada, own.id);
  await approveAsAda();
  await expect(approveAsAda()).rejects.toThrow('who approved a withdrawal cannot approve it');
  await approve(desk, bob, own.id);
  await expect(startProcessing(desk, ada, own.id)).rejects.toThrow(
    'who approved a withdrawal cannot pay it out',
  );
});

/** A completion without a ledger entry passes the four-eyes trigger and fails at the commit. */
const ALLOWED = { approve: 'done', startProcessing: 'done', payOut: 'done', complete: 'BOOKS_DISAGREE' };
const sending = { requested: 'SAME_PERSON', approved: 'SAME_PERSON', credited: 'SAME_PERSON' };
const REFUSED: Record<FourEyesStep, Record<Involvement, string>> = {
  // The database stores the requester's approval, but does not count it.
  approve: { requested: 'MORE_APPROVALS_NEEDED', approved: 'SAME_PERSON', credited: 'SAME_PERSON' },
  startProcessing: sending,
  payOut: sending,
  complete: sending,
};

const outcomeOf = async (work: Promise<void>): Promise<string> =>
  await work.then(
    () => 'done',
    async (error: unknown) => await refusalOf(Promise.reject(error as Error)),
  );

/** Ada takes the step with SQL, past the commands, after she requested or approved the withdrawal or credited its user. */
async function stepInSql(step: FourEyesStep, before: Involvement | null, requester: Actor): Promise<void> {
  const owner = before === 'credited' ? (await fundedUser(desk, '20.00', ada)).id : userId;
  const { id, payloadHash } = await createWithdrawal(desk, requester, {
    userId: owner,
    amountUsd: '20.00',
    currencyCode: 'USDTBSC',
    walletAddress: EVM_ADDRESS,
  });
  const write = async (changes: object) => await knex('withdrawal_requests').where({ id }).update(changes);
  const approve = async (staffId: string) =>
    await approveInSql(knex, { withdrawal_request_id: id, staff_id: staffId, payload_hash: payloadHash });
  const now = new Date();
  const by = (action: 'started' | 'completed') => ({
    [`${action}_by_kind`]: 'staff',
    [`${action}_by_id`]: adaId,
    [`${action}_by_name`]: 'Ada',
  });
  if (step === 'approve') {
    if (before === 'approved') await approve(adaId);
    await approve(adaId);
    await write({ status: 'approved', approved_at: now });
    return;
  }
  await approve(before === 'approved' ? adaId : BOB_ID);
  await write({ status: 'approved', approved_at: now });
  if (step === 'complete')
    await write({
      status: 'completed',
      completed_at: now,
      transaction_hash: `${EVM_HASH.slice(0, -12)}${id.slice(-12)}`,
      ...by('completed'),
    });
  else await write({ status: 'processing', processing_at: now, ...by('started') });
}
