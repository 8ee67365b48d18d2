/** What the document says in front of its operations. */
export const INTRODUCTION = `The procedures of the desk that API keys and user tokens may call, as a REST API.

- **Callers**: an API key of your server, or a user token that your server made for a browser. Sessions of staff open nothing here.
- **Input** is strict: an unknown field or parameter is refused by its name. Parameters of lists are filters; a parameter that takes several values is repeated: \`status=pending&status=confirming\`.
- **Money** is a decimal string, never a number.
- **Repeating**: send an \`Idempotency-Key\` with each call that moves money, and repeat it with the same key after a failure whose outcome is unknown.
- **Errors** have one form; programs switch on \`error.data.reason\`. New reasons may come: treat an unknown one by its status.
- **Answers** may gain fields: ignore what you do not know.
- \`HEAD\` answers as \`GET\` without the body, \`OPTIONS\` names the methods, and another method is 405 \`METHOD_NOT_ALLOWED\` with \`Allow\`.`;

export const SECURITY_SCHEMES = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'pk_…',
    description: 'The API key of an app, made by an admin. Only for servers: never put it into a browser.',
  },
  userToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'ut_…',
    description: 'A short-lived token of one user, made by your server with `POST /users/{userId}/tokens`.',
  },
};

export const PARAMETERS = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'One key for each operation: a repeat with the same key and input answers the first result, with another input 409 `IDEMPOTENCY_CONFLICT`.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
    example: 'order-4711',
  },
  'X-Request-Id': {
    name: 'X-Request-Id',
    in: 'header',
    description: 'An id of your own for this request, for searching in logs. Others are replaced.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{8,100}$' },
    example: 'order-4711.try-1',
  },
};

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string' },
  example,
});
const whole = (description: string, example: number) => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  example,
});

export const HEADERS = {
  'X-Request-Id': text('The id of this request, in the logs of the desk too.', 'order-4711.try-1'),
  'Idempotent-Replayed': {
    description: '`true`: this is the result of an earlier call with the same key.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  'RateLimit-Limit': whole('Requests that the caller has in a minute.', 6000),
  'RateLimit-Remaining': whole('Requests that are left in this minute.', 5999),
  'RateLimit-Reset': whole('Seconds until the minute is over.', 60),
  'Retry-After': whole('Seconds to wait before the next attempt.', 5),
};

/** The JSON of every error. */
export const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'code', 'data'],
      properties: {
        message: { type: 'string', description: 'For people; may change.' },
        code: { type: 'integer', description: 'The number of the error in JSON-RPC.' },
        data: {
          type: 'object',
          required: ['code', 'httpStatus', 'reason', 'details', 'zodError'],
          properties: {
            code: { type: 'string', description: 'The error in words of tRPC.' },
            httpStatus: { type: 'integer' },
            reason: { $ref: '#/components/schemas/ErrorReason' },
            details: { type: ['object', 'null'], description: 'More about some reasons.' },
            zodError: {
              type: ['object', 'null'],
              description: 'For `INVALID_INPUT`: the problems, by the path of the field.',
              required: ['formErrors', 'fieldErrors'],
              properties: {
                formErrors: { type: 'array', items: { type: 'string' } },
                fieldErrors: {
                  type: 'object',
                  additionalProperties: { type: 'array', items: { type: 'string' } },
                },
              },
            },
          },
        },
      },
    },
  },
};
