import { apiKeyCreateInput, SERVICE_SCOPES } from '@paydesk/types';
import { z } from 'zod';
import { createApiKey } from '../../apiKeys/createApiKey.ts';
import { systemActor } from '../../base/actor.ts';
import { command, commaSeparated } from '../command.ts';
import { withContext } from '../withContext.ts';

const { name, scopes } = apiKeyCreateInput.shape;

export const createApiKeyCommand = command({
  name: 'create-api-key',
  summary: 'Make a key for an internal app; the key alone is printed on stdout',
  options: {
    name: { value: 'NAME', help: 'The app that will use it', required: true },
    scopes: {
      value: 'A,B',
      help: `What it may do, separated by commas: ${SERVICE_SCOPES.join(', ')}`,
      required: true,
    },
  },
  input: z.object({
    name,
    scopes: commaSeparated.pipe(scopes),
  }),
  async run(input, context) {
    // Whoever has a shell on this machine has the database: the audit log names the command line.
    const { apiKey, key } = await withContext(
      context,
      { provider: false },
      async (ctx) => await createApiKey(ctx, systemActor('command line'), input),
    );
    context.note(`Key for ${apiKey.name}; it is shown only this once:`);
    return { json: { id: apiKey.id, name: apiKey.name, scopes: apiKey.scopes, key }, text: key };
  },
});
