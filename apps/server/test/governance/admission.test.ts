import { expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { governance } from '../../src/http/governance.ts';
import { noFactor } from '../support/money.ts';
import { newUser } from '../support/testDesk.ts';
import { governedDesk, reasonOf } from './governedDesk.ts';

/* What decides whether a command runs now, without the command that would decide as well. */
const { desk, knex, insider } = await governedDesk();
const ada = await insider('admin');
await insider('admin');
const user = await newUser(desk);
const actor: Actor = {
  kind: 'staff',
  id: ada.id,
  name: 'Ada',
  stepUp: { ...noFactor(ada.id, 'c'.repeat(64)), kind: 'totp' },
};
const review = async (path: string, input: object) => await governance.review(desk, { path, actor, input });

test('input that a plan cannot read is refused, and not left to the command', async () => {
  await expect(review('transactions.bonus', { userId: user.id, amountUsd: 'much' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

test('what always needs another person waits before its command has run at all', async () => {
  const invite = await review('staff.invite', { email: 'new@new.test', name: 'New', role: 'admin' });
  await expect(invite?.admit(actor)).rejects.toMatchObject({ reason: 'CHANGE_REQUESTED' });
});

test('a command that does not name what it credits credits nothing', async () => {
  const bonus = await review('transactions.bonus', { userId: user.id, amountUsd: '10.00' });
  const admission = await bonus?.admit(actor);
  await expect(knex.transaction(async (trx) => await admission?.actor.admit?.(trx))).rejects.toThrow(
    'did not name what it credits',
  );
});

test('a command that fails for a reason of its own makes no request', async () => {
  const debit = { userId: user.id, amountUsd: '-5.00', reason: 'too much' };
  const refusal = reasonOf(await ada.does('transactions.adjust', debit));
  expect(refusal).toBe('INSUFFICIENT_FUNDS');
  expect(await knex('change_requests').where({ action: 'transactions.adjust' })).toEqual([]);
});
