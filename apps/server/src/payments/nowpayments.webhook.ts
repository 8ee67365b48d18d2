import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context/appContext.ts';
import { notificationEndpoint } from '../nowpayments/notification.webhook.ts';
import { receiveNotification } from './receiveNotification.ts';

/** `POST /webhooks/nowpayments`: notifications about payments. */
export function nowpaymentsWebhook(app: FastifyInstance, ctx: AppContext): void {
  notificationEndpoint(app, {
    path: '/webhooks/nowpayments',
    verify: (ipn) => ctx.provider.verifyIpn(ipn),
    async receive(report, rawBody) {
      return await receiveNotification(ctx, report, rawBody.toString('utf8'));
    },
    onRefused: (fields) => ctx.log.warn(fields, 'a notification was refused'),
  });
}
