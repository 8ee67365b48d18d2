import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Core } from '../core.ts';
import { answerTooManyRequests } from './htmlPages.ts';
import { ProviderError } from '../refusals/providerError.ts';

/**
 * Applies the http faults 500, 429 and timeout to whatever reaches /v1, before anything else looks at the
 * request (the real limiter runs before authentication too). Nothing is created in these cases.
 * `lost_response` is left to the routes that create or confirm: it needs something to lose.
 */
export const misbehave = (app: FastifyInstance, core: Core): void => {
  const hanging = new Map<FastifyReply, NodeJS.Timeout>();
  const giveUp = (reply: FastifyReply): void => {
    clearTimeout(hanging.get(reply));
    hanging.delete(reply);
    hangUp(reply);
  };

  app.addHook('onRequest', async (_request, reply) => {
    const fault = core.faults.peekHttp();
    if (fault === null || fault === 'lost_response') return;
    core.faults.takeHttp();
    if (fault === '429') return answerTooManyRequests(reply);
    if (fault === '500') throw new ProviderError(500, 'INTERNAL_ERROR', 'Internal server error');
    void reply.hijack();
    hanging.set(
      reply,
      setTimeout(() => giveUp(reply), core.settings.httpTimeoutMs),
    );
    reply.raw.once('close', () => giveUp(reply));
    return reply;
  });
  // Closing must not wait for answers that never come.
  app.addHook('preClose', async () => [...hanging.keys()].forEach(giveUp));
};

/**
 * After the deed is done: drops the connection instead of answering, if that fault is set. Tells whether it
 * did.
 */
export const loseResponse = (core: Core, reply: FastifyReply): boolean => {
  if (core.faults.peekHttp() !== 'lost_response') return false;
  core.faults.takeHttp();
  void reply.hijack();
  hangUp(reply);
  return true;
};

const hangUp = (reply: FastifyReply): void => void reply.raw.destroy(new Error('socket hang up'));
