import { EVENT_TYPES, webhookEndpointCreateInput } from '@paydesk/types';
import { z } from 'zod';
import { COMMAND_LINE } from '../../base/actor.ts';
import { addEndpoint } from '../../webhooks/addEndpoint.ts';
import { command, type CommandContext, type CommandResult, commaSeparated } from '../command.ts';
import { CommandFailure } from '../failure.ts';
import { withContext } from '../withContext.ts';

const { url, description } = webhookEndpointCreateInput.shape;

/** Of both commands that add an endpoint. */
export const endpointOptions = {
  types: {
    value: 'A,B',
    help: 'Which events, separated by commas, such as payment.credited; all of them if left out',
  },
  description: { value: 'TEXT', help: 'Shown in the admin app' },
};

export const endpointInput = z.object({
  url,
  description,
  types: commaSeparated.pipe(z.array(z.enum(EVENT_TYPES)).min(1)).optional(),
});

export const addWebhookCommand = command({
  name: 'webhook add',
  summary: 'Send events to a URL from now on; the signing secret alone is printed on stdout, the first time',
  argument: { name: 'url', help: 'Where your app receives webhooks' },
  options: endpointOptions,
  input: endpointInput,
  run: addWebhook,
});

/** Adds the endpoint unless there is one with this URL, and prints its secret. */
export async function addWebhook(
  { types, ...input }: z.output<typeof endpointInput>,
  context: CommandContext,
): Promise<CommandResult> {
  const { endpoint, secret } = await withContext(
    context,
    { provider: false },
    async (ctx) =>
      await addEndpoint(ctx, COMMAND_LINE, { ...input, eventTypes: types ?? null, after: 'now' }),
  );
  const { id, eventTypes } = endpoint;
  const asked = types ?? null;
  if (secret === null && namesOf(asked) !== namesOf(eventTypes))
    throw new CommandFailure(
      `There is an endpoint for ${endpoint.url} with other events (${namesOf(eventTypes)}): change it in the admin app.`,
    );
  context.note(
    secret === null
      ? `There is an endpoint for ${endpoint.url} already; its secret cannot be shown again.`
      : `Signing secret of ${endpoint.url}:`,
  );
  return {
    json: { id, url: endpoint.url, eventTypes, secret, changed: secret !== null },
    text: secret ?? '',
  };
}

const namesOf = (types: readonly string[] | null) => types?.toSorted().join(', ') ?? 'all';
