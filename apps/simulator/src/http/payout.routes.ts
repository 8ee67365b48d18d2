import type { FastifyInstance } from 'fastify';
import type { Tokens } from '../auth/tokens.ts';
import type { Core } from '../core.ts';
import { createPayoutRequest } from '../payouts/createPayoutRequest.ts';
import { createPayouts } from '../payouts/createPayouts.ts';
import { presentBalances } from '../payouts/custodyBalance.ts';
import { listPayouts, listPayoutsRequest } from '../payouts/listPayouts.ts';
import type { PayoutRecord } from '../payouts/payoutRecord.ts';
import { presentPayout } from '../payouts/presentPayout.ts';
import { verifyPayoutRequest, verifyPayouts } from '../payouts/verifyPayouts.ts';
import { readInput } from '../refusals/readInput.ts';
import { loseResponse } from './misbehave.ts';

/**
 * Paying out of the merchant's wallet. Creating and confirming need the bearer token as well; reading needs
 * the key alone.
 */
export const payoutRoutes = (app: FastifyInstance, core: Core, tokens: Tokens): void => {
  const signedIn = {
    onRequest: async (request: { headers: { authorization?: string } }) =>
      tokens.require(request.headers.authorization),
  };

  app.get('/balance', () => presentBalances(core));

  app.post('/payout', signedIn, async (request, reply) => {
    const batch = createPayouts(core, readInput(createPayoutRequest, request.body));
    if (loseResponse(core, reply)) return reply;
    return { id: batch[0]?.batchId, withdrawals: batch.map(presentPayout) };
  });

  // Text, not JSON: so it is live.
  app.post<{ Params: { id: string } }>('/payout/:id/verify', signedIn, async (request, reply) => {
    await verifyPayouts(
      core,
      request.params.id,
      readInput(verifyPayoutRequest, request.body).verification_code,
    );
    if (loseResponse(core, reply)) return reply;
    return reply.type('text/plain').send('OK');
  });

  // By the batch's id an object, as live; the documents show an array.
  app.get<{ Params: { id: string } }>('/payout/:id', (request) => {
    const batch = core.payouts.batch(request.params.id);
    const payouts = batch.length > 0 ? batch : [core.payouts.require(request.params.id)];
    if (core.settings.payoutShape === 'array') return payouts.map(presentPayout);
    const [first] = payouts as [PayoutRecord];
    return {
      id: first.batchId,
      createdAt: new Date(first.createdAt).toISOString(),
      withdrawals: payouts.map(presentPayout),
    };
  });

  app.get('/payout', (request) => listPayouts(core, readInput(listPayoutsRequest, request.query)));
};
