import type { FastifyInstance } from 'fastify';
import type { Tokens } from '../auth/tokens.ts';
import type { SimulatorContext } from '../context.ts';
import { createPayoutRequest } from '../payouts/createPayoutRequest.ts';
import { createPayouts } from '../payouts/createPayouts.ts';
import { presentBalances } from '../payouts/custodyBalance.ts';
import { listPayouts, listPayoutsRequest } from '../payouts/listPayouts.ts';
import type { PayoutRecord } from '../records/payoutRecord.ts';
import { presentPayout } from '../payouts/presentPayout.ts';
import { verifyPayoutRequest, verifyPayouts } from '../payouts/verifyPayouts.ts';
import { readInput } from '../input/readInput.ts';
import { loseResponse } from './injectHttpFaults.ts';

/**
 * Payouts from the merchant's wallet. Creating and confirming need the bearer token as well; reading needs only
 * the key.
 */
export const payoutRoutes = (app: FastifyInstance, ctx: SimulatorContext, tokens: Tokens): void => {
  const signedIn = {
    onRequest: async (request: { headers: { authorization?: string } }) =>
      tokens.require(request.headers.authorization),
  };

  app.get('/balance', () => presentBalances(ctx));

  app.post('/payout', signedIn, async (request, reply) => {
    const batch = createPayouts(ctx, readInput(createPayoutRequest, request.body));
    if (loseResponse(ctx, reply)) return reply;
    return { id: batch[0]?.batchId, withdrawals: batch.map(presentPayout) };
  });

  // Text, not JSON, as in production.
  app.post<{ Params: { id: string } }>('/payout/:id/verify', signedIn, async (request, reply) => {
    await verifyPayouts(
      ctx,
      request.params.id,
      readInput(verifyPayoutRequest, request.body).verification_code,
    );
    if (loseResponse(ctx, reply)) return reply;
    return reply.type('text/plain').send('OK');
  });

  // An object for a batch id, as in production; the documentation shows an array.
  app.get<{ Params: { id: string } }>('/payout/:id', (request) => {
    const batch = ctx.payouts.batch(request.params.id);
    const payouts = batch.length > 0 ? batch : [ctx.payouts.require(request.params.id)];
    if (ctx.settings.payoutShape === 'array') return payouts.map(presentPayout);
    const [first] = payouts as [PayoutRecord];
    return {
      id: first.batchId,
      createdAt: new Date(first.createdAt).toISOString(),
      withdrawals: payouts.map(presentPayout),
    };
  });

  app.get('/payout', (request) => listPayouts(ctx, readInput(listPayoutsRequest, request.query)));
};
