import { expect, test } from 'vitest';
import { cancelWithdrawal } from '../../src/withdrawals/cancelWithdrawal.ts';
import { approve, fundedUser, newWithdrawal, refusalOf } from '../support/money.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { actors, employ, offerCurrencies, testDesk } from '../support/testDesk.ts';
import { publishRules, rules } from './policyDesk.ts';

/* Before a policy is published, two people approve from 1,000.00 on. */
const desk = await testDesk();
await offerCurrencies(desk);
const [ann, ben, cleo] = [actors.staff('Ann'), actors.staff('Ben'), actors.staff('Cleo')];
await employ(desk.knex, ann, ben, cleo);

test('a large withdrawal that is split into small ones needs the people of the large one', async () => {
  const user = await fundedUser(desk, '5000.00');
  const ask = async () => await newWithdrawal(desk, user.id, '999.00');
  const [first, second, third] = [await ask(), await ask(), await ask()];
  expect([first, second, third].map((one) => one.requiredApprovals)).toEqual([1, 2, 2]);
  expect((await approve(desk, ann, first.id)).status).toBe('approved');
  expect((await approve(desk, ann, second.id)).status).toBe('pending');
  expect(await refusalOf(startProcessing(desk, cleo, second.id))).toBe('ILLEGAL_TRANSITION');
  expect((await approve(desk, ben, second.id)).status).toBe('approved');
  // Another user's requests are their own.
  const other = await newWithdrawal(desk, (await fundedUser(desk, '5000.00')).id, '999.00');
  expect(other.requiredApprovals).toBe(1);
  await cancelWithdrawal(desk, ann, first.id);
  await cancelWithdrawal(desk, ann, second.id);
  await cancelWithdrawal(desk, ann, third.id);
  expect((await ask()).requiredApprovals).toBe(1);
});

test('a policy from before this rule goes on as it was', async () => {
  const { bandsBy: _new, ...old } = rules({
    approvals: [
      { fromUsd: '0.00', approvals: 1 },
      { fromUsd: '1000.00', approvals: 2 },
    ],
  });
  await publishRules(desk, old as ReturnType<typeof rules>);
  const user = await fundedUser(desk, '5000.00');
  await newWithdrawal(desk, user.id, '999.00');
  expect((await newWithdrawal(desk, user.id, '999.00')).requiredApprovals).toBe(1);
});
