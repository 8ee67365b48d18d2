import { type ErrorReason, eventCursorInput, eventTypeSchema, idSchema } from '@paydesk/types';
import { z } from 'zod';
import type { SchemaBook } from './openApiSchemas.ts';
import { type ErrorResponses, errorResponses } from './operationErrors.ts';
import { GROUP_TEXTS } from './operationTexts.ts';

const REASONS: readonly ErrorReason[] = [
  'INVALID_INPUT',
  'UNAUTHENTICATED',
  'API_KEY_EXPIRED',
  'API_KEY_REVOKED',
  'PERMISSION_DENIED',
  'ADDRESS_NOT_ALLOWED',
  'RATE_LIMITED',
  'INVALID_CURSOR',
  'CURSOR_EXPIRED',
  'DATABASE_UNAVAILABLE',
  'INTERNAL',
];

/** `GET /events/stream`, which is no procedure: its answer does not end. */
export function eventStreamPath(book: SchemaBook, errors: ErrorResponses): Record<string, object> {
  return {
    get: {
      operationId: 'eventsStream',
      tags: [GROUP_TEXTS['events']?.name],
      summary: 'Follow events',
      description:
        'The events of `GET /events`, pushed as server-sent events as soon as they are committed. `id` is the cursor ' +
        'to go on from; it comes without `data` when what lies before it is not for you. The last one, `event: end`, ' +
        'says why the stream ends.\n\nFor API keys with the scope `events.read`, and for user tokens, on their own user’s rows.',
      security: [{ apiKey: ['events.read'] }, { userToken: [] }],
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          description: 'The last event received; browsers send it when they connect again.',
          schema: { type: 'string', pattern: String.raw`^\d{1,15}$` },
        },
        {
          name: 'after',
          in: 'query',
          description: 'The cursor to begin behind; by default the stream begins with what comes next.',
          schema: book.describe(eventCursorInput, 'input'),
        },
        {
          name: 'types',
          in: 'query',
          description: 'Only events of these types: repeated as in `GET /events`, or separated by commas.',
          schema: book.describe(z.array(eventTypeSchema).min(1), 'input'),
        },
        {
          name: 'userId',
          in: 'query',
          description: 'Only events of this user.',
          schema: book.describe(idSchema, 'input'),
        },
        { $ref: '#/components/parameters/X-Request-Id' },
      ],
      responses: {
        '200': {
          description: 'A stream of events that stays open.',
          content: {
            'text/event-stream': {
              schema: { type: 'string' },
              example: 'id: 1042\ndata: {"id":"…","sequence":1042,"type":"payment.credited"}\n\n',
            },
          },
        },
        ...errorResponses(REASONS, errors),
      },
    },
  };
}
