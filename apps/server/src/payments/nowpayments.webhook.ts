import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context/appContext.ts';
import { notificationEndpoint } from '../nowpayments/notification.webhook.ts';
import { receiveReport } from './receiveReport.ts';

/** `POST /webhooks/nowpayments`: notifications about payments. */
export function nowpaymentsWebhook(app: FastifyInstance, ctx: AppContext): void {
  notificationEndpoint(app, {
    path: '/webhooks/nowpayments',
    verify: (ipn) => ctx.provider.verifyIpn(ipn),
    async receive(report, rawBody) {
      const { outcome } = await receiveReport(ctx, 'ipn', report, rawBody.toString('utf8'));
      return outcome;
    },
    onRefused: (fields) => ctx.log.warn(fields, 'a notification was refused'),
  });
}
