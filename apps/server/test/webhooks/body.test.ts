import type { EventOutput } from '@paydesk/types';
import { expect, test } from 'vitest';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { appCaller, call, httpDesk } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { deliverDue, newEndpoint, receiver } from './webhookDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);

test('the body of a webhook is the event as events.list answers it, to the last character', async () => {
  const user = await newUser(desk);
  const shop = await receiver();
  const { endpoint } = await newEndpoint(desk, shop.url);
  await newPayment(desk, user.id, '40.00');
  await freezeUser(desk, actors.staff(), user.id, true, 'for a test');
  await deliverDue(desk);
  const answer = await call(app, await appCaller(desk, ['events.read']), 'events.list', {
    after: Number(endpoint.cursor),
  });
  const { data } = answer.data as { data: EventOutput[] };
  expect(data.map(({ type }) => type)).toEqual(expect.arrayContaining(['payment.created', 'user.frozen']));
  expect(shop.received.map(({ body }) => body)).toEqual(data.map((event) => JSON.stringify(event)));
});
