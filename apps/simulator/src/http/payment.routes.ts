import type { FastifyInstance } from 'fastify';
import type { SimulatorContext } from '../context.ts';
import type { Tokens } from '../auth/tokens.ts';
import { createPayment } from '../payments/createPayment.ts';
import { createPaymentRequest } from '../payments/createPaymentRequest.ts';
import { listPayments, listPaymentsRequest } from '../payments/listPayments.ts';
import { presentCreated, presentPayment } from '../payments/presentPayment.ts';
import { distortPayment } from '../faults/distort.ts';
import { loseResponse } from './injectHttpFaults.ts';
import { InvalidRequest } from '../errors/providerError.ts';
import { readInput } from '../input/readInput.ts';

/** Creating, reading and listing payments. */
export const paymentRoutes = (app: FastifyInstance, ctx: SimulatorContext, tokens: Tokens): void => {
  app.post('/payment', async (request, reply) => {
    const payment = createPayment(ctx, readInput(createPaymentRequest, request.body));
    if (loseResponse(ctx, reply)) return reply;
    return reply.code(201).send(distortPayment(ctx.faults, presentCreated(payment)));
  });

  app.get<{ Params: { id: string } }>('/payment/:id', (request) => {
    if (!/^\d{1,19}$/.test(request.params.id)) throw new InvalidRequest('Payment id must be a number');
    return distortPayment(
      ctx.faults,
      presentPayment(ctx.payments.require(request.params.id), ctx.clock.now()),
    );
  });

  // Documentation and SDK use a trailing slash; the list is the same without. The token is checked before the
  // query.
  for (const path of ['/payment/', '/payment']) {
    app.get(
      path,
      { onRequest: async (request) => tokens.require(request.headers.authorization) },
      (request) => listPayments(ctx, readInput(listPaymentsRequest, request.query)),
    );
  }
};
