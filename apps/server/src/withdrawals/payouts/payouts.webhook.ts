import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../context/appContext.ts';
import { notificationEndpoint } from '../../nowpayments/notification.webhook.ts';
import { receivePayoutNotice } from './receivePayoutNotice.ts';

/**
 * `POST /webhooks/nowpayments/payouts/:id`: notifications about payouts. Each payout is created with an address of
 * its own, but which payout a notification is about is read from the signed body, never from the address.
 */
export function payoutsWebhook(app: FastifyInstance, ctx: AppContext): void {
  notificationEndpoint(app, {
    path: '/webhooks/nowpayments/payouts/:id',
    verify: (ipn) => ctx.provider.verifyPayoutIpn(ipn),
    receive: async (report) => await receivePayoutNotice(ctx, report),
    onRefused: (fields) => ctx.log.warn(fields, 'a notification about a payout was refused'),
  });
}
