import { verifyWebhook } from '@paydesk/client';
import { expect, test } from 'vitest';
import { startSequencer } from '../../src/events/startSequencer.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { startDeliveries } from '../../src/webhooks/delivery/startDeliveries.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';
import { newEndpoint, openTransport, receiver } from './webhookDesk.ts';

const desk = await testDesk();
const shop = await receiver();
const { secret } = await newEndpoint(desk, shop.url);

test('what has happened is sent when the workers have settled, signed with the given time', async () => {
  const signedAt = new Date('2030-01-02T03:04:05Z');
  const deliveries = startDeliveries(desk, { transport: openTransport, signedAt: () => signedAt });
  const sequencer = startSequencer(desk);
  try {
    for (let count = 1; count <= 3; count += 1) {
      const user = await newUser(desk);
      await freezeUser(desk, actors.staff(), user.id, true, 'to cause an event');
      await sequencer.settle();
      await deliveries.settle();
      expect(shop.received).toHaveLength(count);
    }
    expect(await deliveries.settle()).toBe(0);
    for (const { headers, body } of shop.received)
      expect(await verifyWebhook({ headers, body, secrets: secret, now: signedAt })).toMatchObject({
        type: 'user.frozen',
      });
  } finally {
    await Promise.all([deliveries.stop(), sequencer.stop()]);
  }
});

test('a failing receiver is called once for each time that it is due', async () => {
  shop.answer((response) => response.writeHead(503).end());
  const deliveries = startDeliveries(desk, { transport: openTransport });
  const sequencer = startSequencer(desk);
  try {
    const user = await newUser(desk);
    await freezeUser(desk, actors.staff(), user.id, true, 'to cause an event');
    await sequencer.settle();
    expect([await deliveries.settle(), await deliveries.settle()].toSorted((a, b) => a - b)).toEqual([0, 1]);
    await desk.advance(3600);
    expect([await deliveries.settle(), await deliveries.settle()].toSorted((a, b) => a - b)).toEqual([0, 1]);
  } finally {
    await Promise.all([deliveries.stop(), sequencer.stop()]);
  }
});
