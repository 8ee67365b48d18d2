import { drawOriginBoundary, sealKeyOf } from '@paydesk/server/in-process';
import { expect, test } from 'vitest';
import { pay } from '../../../../server/test/support/fullDesk.ts';
import { newPayment } from '../../../../server/test/support/money.ts';
import { newUser, offerCurrencies, testDesk } from '../../../../server/test/support/testDesk.ts';
import { invariants } from './invariants.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const user = await newUser(desk);
await drawOriginBoundary(desk.knex, sealKeyOf(desk.settings.seals.secret));
const sandbox = { ctx: desk, simulator: desk.simulator };

test('nothing differs after deposits of every kind', async () => {
  const payment = await pay(desk, await newPayment(desk, user.id, '500.00'));
  await pay(desk, payment, '20');
  await pay(desk, await newPayment(desk, user.id, '100.00'), '50');
  await pay(desk, await newPayment(desk, user.id, '100.00'), '150');
  await pay(desk, await newPayment(desk, user.id, '100.00'), 'full', 'bnbbsc');
  const { rows, differences } = await invariants(sandbox);
  expect(differences).toEqual([]);
  expect(rows).toBeGreaterThan(0);
});

test('a deposit that the provider never received is found', async () => {
  const payment = await pay(desk, await newPayment(desk, user.id, '100.00'));
  const simulator = {
    ...desk.simulator,
    payment: (id: string) => ({ ...desk.simulator.payment(id), depositedAmount: '99.99' }),
  };
  const { differences } = await invariants({ ...sandbox, simulator });
  expect(differences).toContainEqual({
    check: 'arrived',
    faults: 1,
    table: 'payments',
    id: payment.id,
    problem: '100.00 USD are credited or in suspense, 99.99 USD have arrived',
  });
});

test('a balance that was changed behind the desk is found and named', async () => {
  await desk.knex.transaction(async (trx) => {
    await trx.raw('alter table user_balances disable trigger user');
    await trx('user_balances').where({ user_id: user.id }).increment('balance_usd', 1);
    await trx.raw('alter table user_balances enable trigger user');
  });
  const { differences } = await invariants(sandbox);
  expect(differences.map(({ check }) => check)).toContain('ledger');
  expect(differences.find(({ check }) => check === 'ledger')?.problem).toMatch(/balance/);
});
