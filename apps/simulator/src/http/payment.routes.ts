import type { FastifyInstance } from 'fastify';
import type { Core } from '../core.ts';
import type { Tokens } from '../auth/tokens.ts';
import { createPayment } from '../payments/createPayment.ts';
import { createPaymentRequest } from '../payments/createPaymentRequest.ts';
import { listPayments, listPaymentsRequest } from '../payments/listPayments.ts';
import { presentCreated, presentPayment } from '../payments/presentPayment.ts';
import { loseResponse } from './misbehave.ts';
import { InvalidRequest } from '../refusals/providerError.ts';
import { readInput } from '../refusals/readInput.ts';

/** Creating, reading and listing payments. */
export const paymentRoutes = (app: FastifyInstance, core: Core, tokens: Tokens): void => {
  app.post('/payment', async (request, reply) => {
    const payment = createPayment(core, readInput(createPaymentRequest, request.body));
    if (loseResponse(core, reply)) return reply;
    return reply.code(201).send(presentCreated(payment));
  });

  app.get<{ Params: { id: string } }>('/payment/:id', (request) => {
    if (!/^\d{1,19}$/.test(request.params.id)) throw new InvalidRequest('Payment id must be a number');
    return presentPayment(core.store.require(request.params.id), core.clock.now());
  });

  // Documents and SDK ask with a trailing slash; without one it is the same list. The bearer is checked
  // before the query.
  for (const path of ['/payment/', '/payment']) {
    app.get(
      path,
      { onRequest: async (request) => tokens.require(request.headers.authorization) },
      (request) => listPayments(core, readInput(listPaymentsRequest, request.query)),
    );
  }
};
