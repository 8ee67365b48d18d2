import { apiKeyCreateInput, SERVICE_SCOPES } from '@paydesk/types';
import { z } from 'zod';
import { addApiKey } from '../../apiKeys/addApiKey.ts';
import { COMMAND_LINE } from '../../base/actor.ts';
import { command, commaSeparated } from '../command.ts';
import { CommandFailure } from '../failure.ts';
import { withContext } from '../withContext.ts';

const { name, scopes } = apiKeyCreateInput.shape;

export const createApiKeyCommand = command({
  name: 'create-api-key',
  summary: 'Make a key for an internal app; the key alone is printed on stdout, the first time for a name',
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
    const { apiKey, key } = await withContext(
      context,
      { provider: false },
      async (ctx) => await addApiKey(ctx, COMMAND_LINE, input),
    );
    if (key === null && namesOf(apiKey.scopes) !== namesOf(input.scopes))
      throw new CommandFailure(
        `There is a key ${apiKey.name} with other scopes (${namesOf(apiKey.scopes)}): revoke it in the admin app, or choose another name.`,
      );
    context.note(
      key === null
        ? `There is a key ${apiKey.name} already; it cannot be shown again. The admin app can rotate it.`
        : `Key for ${apiKey.name}; it is shown only this once:`,
    );
    return {
      json: { id: apiKey.id, name: apiKey.name, scopes: apiKey.scopes, key, changed: key !== null },
      text: key ?? '',
    };
  },
});

const namesOf = (scopes: readonly string[]) => [...new Set(scopes)].toSorted().join(', ');
