import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../context/appContext.ts';
import { receivePayoutNotice } from './receivePayoutNotice.ts';

/** Bodies of the provider's notifications are about one kilobyte. */
const BODY_LIMIT = 64 * 1024;

/**
 * `POST /webhooks/nowpayments/payouts/:id`: the provider is told this address with each payout. Which payout
 * it is about is taken from the signed body, never from the address. Anything else than 200 makes the
 * provider send it again.
 */
export function payoutsWebhook(app: FastifyInstance, ctx: AppContext): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.post('/webhooks/nowpayments/payouts/:id', async (request, reply) => {
      const signature = request.headers['x-nowpayments-sig'];
      const verdict = ctx.provider.verifyPayoutIpn({
        rawBody: Buffer.isBuffer(request.body) ? request.body : '',
        signature: typeof signature === 'string' ? signature : undefined,
      });
      if (!verdict.ok) {
        ctx.log.warn({ reason: verdict.reason, ip: request.ip }, 'a notification about a payout was refused');
        return await reply
          .code(verdict.reason === 'NOT_A_PAYOUT' ? 200 : 401)
          .send({ reason: verdict.reason });
      }
      return await reply.send({ ok: true, outcome: await receivePayoutNotice(ctx, verdict.report) });
    });
    done();
  });
}
