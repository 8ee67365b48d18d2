import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SimulatorContext } from '../context.ts';
import { ProviderError } from '../errors/providerError.ts';

/**
 * Applies the http faults 500, 429 and timeout to all requests under /v1, before any other check (the real
 * limiter runs before authentication too). Nothing is created in these cases. `lost_response` is applied by
 * the routes that create or confirm.
 */
export const injectHttpFaults = (app: FastifyInstance, ctx: SimulatorContext): void => {
  const hanging = new Map<FastifyReply, NodeJS.Timeout>();
  const giveUp = (reply: FastifyReply): void => {
    clearTimeout(hanging.get(reply));
    hanging.delete(reply);
    hangUp(reply);
  };

  app.addHook('onRequest', async (_request, reply) => {
    const fault = ctx.faults.peekHttp();
    if (fault === null || fault === 'lost_response') return;
    ctx.faults.takeHttp();
    if (fault === '429') return answerTooManyRequests(reply);
    if (fault === '500') throw new ProviderError(500, 'INTERNAL_ERROR', 'Internal server error');
    void reply.hijack();
    hanging.set(
      reply,
      setTimeout(() => giveUp(reply), ctx.settings.httpTimeoutMs),
    );
    reply.raw.once('close', () => giveUp(reply));
    return reply;
  });
  // Closing must not wait for these requests.
  app.addHook('preClose', async () => [...hanging.keys()].forEach(giveUp));
};

/**
 * After the work is done: closes the connection instead of answering, if that fault is set. Returns whether it
 * did.
 */
export const loseResponse = (ctx: SimulatorContext, reply: FastifyReply): boolean => {
  if (ctx.faults.peekHttp() !== 'lost_response') return false;
  ctx.faults.takeHttp();
  void reply.hijack();
  hangUp(reply);
  return true;
};

const hangUp = (reply: FastifyReply): void => void reply.raw.destroy(new Error('socket hang up'));

const page = (title: string): string =>
  [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');

/** The provider's limiter is in front of the API: it answers in HTML and without a `Retry-After`. */
const answerTooManyRequests = (reply: FastifyReply): FastifyReply =>
  reply
    .code(429)
    .headers({ server: 'cloudflare', 'content-type': 'text/html' })
    .send(page('429 Too Many Requests'));
