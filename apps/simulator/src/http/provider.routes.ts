import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createTokens } from '../auth/tokens.ts';
import type { SimulatorContext } from '../context.ts';
import { currencyRoutes } from './currency.routes.ts';
import { injectHttpFaults } from './injectHttpFaults.ts';
import { paymentRoutes } from './payment.routes.ts';
import { payoutRoutes } from './payout.routes.ts';
import { ProviderError } from '../errors/providerError.ts';
import { readInput } from '../input/readInput.ts';

const loginBody = z.object(
  { email: z.string('is required'), password: z.string('is required') },
  'Request body must be a JSON object',
);

/**
 * Everything under /v1. A request is checked in this order: fault, API key (403), bearer token (401), schema
 * (400 INVALID_REQUEST_PARAMS), business rules.
 */
export const providerRoutes = (app: FastifyInstance, ctx: SimulatorContext): void => {
  const tokens = createTokens(() => ctx.clock.now());
  injectHttpFaults(app, ctx);

  app.get('/status', () => ({ message: 'OK' }));

  // E-mail and password are case-sensitive at the real provider as well.
  app.post('/auth', (request) => {
    const { email, password } = readInput(loginBody, request.body);
    const { credentials } = ctx.settings;
    if (email !== credentials.email || password !== credentials.password) {
      throw new ProviderError(401, 'AUTH_REQUIRED', 'Invalid email or password');
    }
    return { token: tokens.issue() };
  });

  void app.register(async (keyed) => {
    keyed.addHook('onRequest', async (request) => {
      if (request.headers['x-api-key'] !== ctx.settings.apiKey)
        throw new ProviderError(403, 'INVALID_API_KEY', 'Invalid api key');
    });
    currencyRoutes(keyed, ctx);
    paymentRoutes(keyed, ctx, tokens);
    payoutRoutes(keyed, ctx, tokens);
  });
};
