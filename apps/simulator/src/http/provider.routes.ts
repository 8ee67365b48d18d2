import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createTokens } from '../auth/tokens.ts';
import type { Core } from '../core.ts';
import { currencyRoutes } from './currency.routes.ts';
import { misbehave } from './misbehave.ts';
import { paymentRoutes } from './payment.routes.ts';
import { payoutRoutes } from './payout.routes.ts';
import { ProviderError } from '../refusals/providerError.ts';
import { readInput } from '../refusals/readInput.ts';

const loginBody = z.object(
  { email: z.string('is required'), password: z.string('is required') },
  'Request body must be a JSON object',
);

/**
 * Everything under /v1. A request meets, in this order: a fault, the API key (403), the bearer token (401),
 * the schema (400 INVALID_REQUEST_PARAMS), the business rules.
 */
export const providerRoutes = (app: FastifyInstance, core: Core): void => {
  const tokens = createTokens(() => core.clock.now());
  misbehave(app, core);

  app.get('/status', () => ({ message: 'OK' }));

  // E-mail and password are case-sensitive at the real provider as well.
  app.post('/auth', (request) => {
    const { email, password } = readInput(loginBody, request.body);
    const { credentials } = core.settings;
    if (email !== credentials.email || password !== credentials.password) {
      throw new ProviderError(401, 'AUTH_REQUIRED', 'Invalid email or password');
    }
    return { token: tokens.issue() };
  });

  void app.register(async (keyed) => {
    keyed.addHook('onRequest', async (request) => {
      if (request.headers['x-api-key'] !== core.settings.apiKey)
        throw new ProviderError(403, 'INVALID_API_KEY', 'Invalid api key');
    });
    currencyRoutes(keyed, core);
    paymentRoutes(keyed, core, tokens);
    payoutRoutes(keyed, core, tokens);
  });
};
