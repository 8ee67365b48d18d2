import { expect, test } from 'vitest';
import { ChangeRequest } from '../../src/models/ChangeRequest.ts';
import { governedDesk, reasonOf } from '../governance/governedDesk.ts';
import { changeRequestIdOf } from '../support/http.ts';
import { balanceOf } from '../support/money.ts';
import { newUser } from '../support/testDesk.ts';

const { desk, knex, insider } = await governedDesk();
const maker = await insider('admin');
const colleague = await insider('admin');

test('a change request knows the user by the desk’s id, and posts with the references of its input', async () => {
  const user = await newUser(desk);
  const references = { orderId: 'order-4711', metadata: { n: 1 } };
  const input = {
    userExternalId: user.externalId,
    amountUsd: '5000.00',
    reason: 'lost deposit',
    ...references,
  };
  const id = changeRequestIdOf(await maker.does('transactions.adjust', input));
  const { payload } = await ChangeRequest.query(knex).findById(id).throwIfNotFound();
  expect(payload).toMatchObject({ userId: user.id, ...references });
  expect(payload).not.toHaveProperty('userExternalId');
  expect(reasonOf(await colleague.does('changeRequests.approve', { id }))).toBe('OK');
  expect(Number((await balanceOf(knex, user.id)).balanceUsd)).toBe(5000);
  expect(await knex('transactions').where({ user_id: user.id }).select('order_id', 'metadata')).toEqual([
    { order_id: references.orderId, metadata: references.metadata },
  ]);
});

test('the limits of one person hold for a user named by your own id', async () => {
  const { externalId } = await newUser(desk);
  const adjust = async (amountUsd: string) =>
    reasonOf(
      await maker.does('transactions.adjust', {
        userExternalId: externalId,
        amountUsd,
        reason: 'lost deposit',
      }),
    );
  expect(await adjust('100.00')).toBe('OK');
  expect(await adjust('100.01')).toBe('CHANGE_REQUESTED');
});

test('a second factor is not used up by a user that does not exist', async () => {
  const input = { userExternalId: 'unknown', amountUsd: '10.00', reason: 'lost deposit' };
  expect(reasonOf(await maker.does('transactions.adjust', input))).toBe('NOT_FOUND');
});
