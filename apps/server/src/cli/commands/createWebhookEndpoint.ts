import { EVENT_TYPES, webhookEndpointCreateInput } from '@paydesk/types';
import { z } from 'zod';
import { systemActor } from '../../base/actor.ts';
import { createEndpoint } from '../../webhooks/createEndpoint.ts';
import { command, commaSeparated } from '../command.ts';
import { withContext } from '../withContext.ts';

const { url, description } = webhookEndpointCreateInput.shape;

export const createWebhookEndpointCommand = command({
  name: 'create-webhook-endpoint',
  summary: 'Send events to a URL from now on; the signing secret alone is printed on stdout',
  options: {
    url: { value: 'URL', help: 'Where your app receives webhooks', required: true },
    types: {
      value: 'A,B',
      help: 'Which events, separated by commas, such as payment.credited; all of them if left out',
    },
    description: { value: 'TEXT', help: 'Shown in the admin app' },
  },
  input: z.object({
    url,
    description,
    types: commaSeparated.pipe(z.array(z.enum(EVENT_TYPES)).min(1)).optional(),
  }),
  async run({ types, ...input }, context) {
    const { endpoint, secret } = await withContext(
      context,
      { provider: false },
      async (ctx) =>
        await createEndpoint(ctx, systemActor('command line'), {
          ...input,
          eventTypes: types ?? null,
          after: 'now',
        }),
    );
    context.note(`Signing secret of ${endpoint.url}:`);
    return {
      json: { id: endpoint.id, url: endpoint.url, eventTypes: endpoint.eventTypes, secret },
      text: secret,
    };
  },
});
