import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { recordDeskSettings } from '../../src/system/recordDeskSettings.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { hire } from '../stepUp/people.ts';
import { refusalOf } from '../support/money.ts';
import { actors, newUser, testDesk, testSettings } from '../support/testDesk.ts';

/* What PostgreSQL lets one person credit, whichever code writes it. */
const desk = await testDesk({
  settings: testSettings({ NOWPAYMENTS_API_KEY: 'a real key', NOWPAYMENTS_IPN_SECRET: 'a real secret' }),
});
const user = await newUser(desk);
const admin = async () => {
  const { id, name } = await hire(desk, 'admin');
  return { kind: 'staff' as const, id, name };
};
/** A credit, and its row in `solo_credits`, in one transaction. */
const counted = async (
  actor: Awaited<ReturnType<typeof admin>>,
  amountUsd: string,
  row: { amount_usd?: string; created_at?: Date } = {},
  userId = user.id,
) =>
  await giveBonus(
    desk,
    {
      ...actor,
      admit: async (trx: Knex.Transaction, posted) =>
        void (await trx('solo_credits').insert({
          id: newId(),
          staff_id: actor.id,
          action: 'transactions.bonus',
          amount_usd: amountUsd,
          resource_id: posted?.id,
          ...row,
        })),
    },
    { userId, amountUsd },
  );

test('with a real provider a credit of staff was counted, or is refused at the commit', async () => {
  const ada = await admin();
  const bonus = async (amountUsd: string) => await giveBonus(desk, ada, { userId: user.id, amountUsd });
  // Until the server has recorded its settings.
  await bonus('1.00');
  await recordDeskSettings(desk);
  await counted(ada, '50.00');
  // What was counted for one credit covers no other one.
  expect(await refusalOf(bonus('50.00'))).toBe('MORE_APPROVALS_NEEDED');
  expect(
    await refusalOf(adjustBalance(desk, ada, { userId: user.id, amountUsd: '50.00', reason: 'as I like' })),
  ).toBe('MORE_APPROVALS_NEEDED');
  expect(await refusalOf(counted(ada, '50.00', { amount_usd: '49.99' }))).toBe('IMMUTABLE');
  // A debit creates no balance, and apps have limits of their own.
  await adjustBalance(desk, ada, { userId: user.id, amountUsd: '-5.00', reason: 'a correction' });
  await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '500.00' });
});

test('no one counts more than SOLO_CREDIT_USD at a time, or five times that in a day', async () => {
  const ada = await admin();
  expect(await refusalOf(counted(ada, '100.01'))).toBe('LIMIT_EXCEEDED');
  // The time is the database's own.
  for (let index = 0; index < 4; index += 1) await counted(ada, '100.00', { created_at: new Date(0) });
  // Credits to one user wait for each other at the balance.
  const others = await Promise.all(Array.from({ length: 6 }, async () => await newUser(desk)));
  const outcomes = await Promise.allSettled(
    others.map(async ({ id }) => await counted(ada, '50.00', {}, id)),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await refusalOf(counted(ada, '1.00'))).toBe('LIMIT_EXCEEDED');
});
