import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context/appContext.ts';
import { receiveReport } from './receiveReport.ts';

/** Bodies of the provider's notifications are about one kilobyte. */
const BODY_LIMIT = 64 * 1024;

/**
 * `POST /webhooks/nowpayments`: the signature over the raw body is checked, the report kept and applied, and
 * 200 answered well within the provider's three seconds. Anything else than 200 makes the provider send it
 * again.
 */
export function nowpaymentsWebhook(app: FastifyInstance, ctx: AppContext): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.post('/webhooks/nowpayments', async (request, reply) => {
      const signature = request.headers['x-nowpayments-sig'];
      const verdict = ctx.provider.verifyIpn({
        rawBody: Buffer.isBuffer(request.body) ? request.body : '',
        signature: typeof signature === 'string' ? signature : undefined,
      });
      if (!verdict.ok) {
        ctx.log.warn({ reason: verdict.reason, ip: request.ip }, 'a notification was refused');
        return await reply
          .code(verdict.reason === 'NOT_A_PAYMENT' ? 200 : 401)
          .send({ reason: verdict.reason });
      }
      const { outcome } = await receiveReport(
        ctx,
        'ipn',
        verdict.report,
        (request.body as Buffer).toString('utf8'),
      );
      return await reply.send({ ok: true, outcome });
    });
    done();
  });
}
