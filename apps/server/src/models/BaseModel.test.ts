import { Model } from 'objection';
import { expect, test } from 'vitest';
import { Payment } from './Payment.ts';

test('a row becomes what Objection would make of it', () => {
  const row = {
    id: 'a',
    user_id: 'b',
    amount_usd: '5.00',
    sortValue: '1',
    last_4_digits: 'x',
    provider_data: { payment_id: 1 },
    completed_at: null,
  };
  const ours = Payment.fromDatabaseJson({ ...row });
  const theirs = new Payment();
  Model.prototype.$setDatabaseJson.call(theirs, { ...row });
  expect(ours).toBeInstanceOf(Payment);
  expect(Object.entries(ours)).toEqual(Object.entries(theirs));
  expect(ours).toMatchObject({ userId: 'b', amountUsd: '5.00', sortValue: '1', completedAt: null });
});
