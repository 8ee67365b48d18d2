import { expect, test } from 'vitest';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { pay } from '../support/fullDesk.ts';
import { refusalOf, tally } from '../support/money.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);

const asUser: Actor = { kind: 'user', id: newId(), name: 'a user token' };
const create = async (actor: Actor, userId: string) =>
  await createPayment(desk, actor, { userId, amountUsd: '20.00', currencyCode: 'USDTBSC' });

test('a user token creates ten payments a minute, also at once', async () => {
  const user = await newUser(desk);
  const attempts = Array.from({ length: 15 }, async () => await create(asUser, user.id));
  expect(await tally(attempts)).toEqual({ succeeded: 10, refused: { RATE_LIMITED: 5 } });
  // The shop itself is not held up.
  await create(actors.service(), user.id);
  await desk.advance(61);
  await create(asUser, user.id);
});

test('cancelling gives a user token no further addresses; paying does', async () => {
  const user = await newUser(desk);
  let last = await create(asUser, user.id);
  for (let index = 1; index < 40; index += 1) {
    await cancelPayment(desk, asUser, last.id);
    await desk.advance(7);
    last = await create(asUser, user.id);
  }
  await cancelPayment(desk, asUser, last.id);
  await desk.advance(61);
  expect(await refusalOf(create(asUser, user.id))).toBe('TOO_MANY_OPEN_PAYMENTS');
  await create(actors.service(), user.id);
  await pay(desk, last);
  last = await create(asUser, user.id);
  expect(await refusalOf(create(asUser, user.id))).toBe('TOO_MANY_OPEN_PAYMENTS');
  await desk.advance(25 * 3600);
  await create(asUser, user.id);
});
