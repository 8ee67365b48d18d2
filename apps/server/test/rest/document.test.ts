import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { actorOutput, EVENT_TYPES, EVENTS, eventStreamInput } from '@paydesk/types';
import type { z } from 'zod';
import { expect, test } from 'vitest';
import { eventStream, STREAM_TIMES } from '../../src/http/eventStream.ts';
import { openApiDocument, operationIdOf } from '../../src/http/rest/openApiDocument.ts';
import { type Schema, schemaBook } from '../../src/http/rest/openApiSchemas.ts';
import { restDesk, routes, send } from './restDesk.ts';

const { desk, app, shop } = await restDesk();
const document = openApiDocument('https://desk.test/api/v1');

interface Described {
  operationId: string;
  security: Record<string, string[]>[];
  parameters: { name?: string; in?: string; required?: boolean }[];
  requestBody?: { content: Record<string, { example: unknown }> };
  responses: Record<string, { content?: Record<string, { example: unknown }> }>;
}
const describedAt = (path: string, method: string) => document.paths[path]?.[method] as Described;
const operationOf = (route: (typeof routes)[number]) => describedAt(route.path, route.method.toLowerCase());

const listOfPayments = routes.find(
  ({ procedure }) => procedure === 'payments.list',
) as (typeof routes)[number];

test('the document is valid OpenAPI 3.1 and passes every recommended rule', async () => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      'no-invalid-media-type-examples': 'error',
      'no-invalid-schema-examples': 'error',
      'no-invalid-parameter-examples': 'error',
      'no-unused-components': 'error',
      'operation-description': 'error',
      'tag-description': 'error',
    },
  });
  const lint = async (source: unknown) =>
    (await lintFromString({ source: JSON.stringify(source), absoluteRef: '/openapi.json', config })).map(
      ({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer],
    );
  expect(await lint(document)).toEqual([]);
  const broken = structuredClone(document);
  const { operationId: _operationId, ...withoutId } = operationOf(listOfPayments);
  broken.paths['/payments'] = { ...broken.paths['/payments'], get: withoutId };
  expect((await lint(broken)).map(([rule]) => rule)).toEqual(['operation-operationId']);
});

test('it describes every route, and the stream of events', () => {
  expect(routes.map((route) => operationOf(route).operationId)).toEqual(
    routes.map(({ procedure }) => operationIdOf(procedure)),
  );
  const described = Object.values(document.paths).flatMap((path) => Object.values(path) as Described[]);
  expect(described).toHaveLength(routes.length + 1);
  expect(document.paths).toHaveProperty(['/events/stream', 'get', 'operationId'], 'eventsStream');
});

test('the stream of events is described as it is read and sent', async () => {
  const { parameters, responses } = describedAt('/events/stream', 'get');
  expect(parameters.flatMap(({ name, in: place }) => (place === 'query' ? [name] : []))).toEqual(
    Object.keys(eventStreamInput.shape),
  );
  const example = String(responses['200']?.content?.['text/event-stream']?.example);
  const [, sequence, data = ''] = /^id: (\d+)\n(?:.*\n)*?data: (.*)\n\n$/.exec(example) ?? [];
  const stream = eventStream({
    ctx: desk,
    cursor: 1041,
    times: STREAM_TIMES,
    refusal: () => Promise.resolve(null),
    follow: async (reader) => await reader.send([{ sequence: Number(sequence), text: data }]),
  });
  stream.end('SHUTDOWN');
  expect(await text(stream.readable)).toContain(`\n\n${example}retry: `);
});

test('each operation says who may call it', () => {
  const securityOf = (procedure: string) => {
    const route = routes.find((one) => one.procedure === procedure);
    return route && operationOf(route).security;
  };
  expect(securityOf('payments.create')).toEqual([{ apiKey: ['payments.create'] }, { userToken: [] }]);
  expect(securityOf('transactions.charge')).toEqual([{ apiKey: ['transactions.charge'] }]);
  expect(securityOf('system.session')).toEqual([{ apiKey: [] }, { userToken: [] }]);
});

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s has examples that the desk itself would accept and send',
  (_name, route) => {
    const { inputs, output } = route.definition;
    const { requestBody, responses, parameters } = operationOf(route);
    const answer = responses['200']?.content?.['application/json']?.example;
    expect((output as z.ZodType).safeParse(answer).error).toBeUndefined();
    expect(parameters.find(({ in: place }) => place === 'path')?.name ?? null).toBe(route.pathField);
    if (requestBody === undefined) return;
    const body = requestBody.content['application/json']?.example as object;
    const input = { ...body, ...(route.pathField !== null && { [route.pathField]: idOf(answer) }) };
    expect((inputs[0] as z.ZodType).safeParse(input).error).toBeUndefined();
    expect(Object.keys(input)).not.toContain('proof');
  },
);

const idOf = (answer: unknown) => {
  const { id, userId } = answer as { id?: string; userId?: string };
  return id ?? userId;
};

test('null is one of the types, money is a text with a pattern, and answers may gain fields', () => {
  const schemas: Record<string, Schema | undefined> = document.components.schemas;
  const { Payment, PaymentCreateInput } = schemas;
  expect(Payment?.properties?.['expiresAt']).toEqual({ type: ['string', 'null'], format: 'date-time' });
  expect(Payment?.properties?.['creditedAmountUsd']).toMatchObject({
    type: 'string',
    pattern: String.raw`^-?\d+\.\d{2}$`,
  });
  expect([Payment?.additionalProperties, PaymentCreateInput?.additionalProperties]).toEqual([
    undefined,
    false,
  ]);
});

test('`type` is the discriminator of events: every type leads to one form, which has that type', () => {
  const schemas: Record<string, Schema | undefined> = document.components.schemas;
  const { mapping = {} } = schemas['PaydeskEvent']?.discriminator ?? {};
  expect(Object.keys(mapping)).toEqual(EVENT_TYPES);
  for (const type of EVENT_TYPES) {
    const form = schemas[mapping[type]?.replace('#/components/schemas/', '') ?? ''];
    expect(form?.properties?.['type']?.enum).toContain(type);
    expect(form?.properties?.['resourceType']?.const).toBe(EVENTS[type].resource);
  }
  expect(schemas['PaymentEvent']?.properties?.['data']?.anyOf).toEqual([
    { $ref: '#/components/schemas/Payment' },
    { type: 'null' },
  ]);
});

test('a schema that differs as input and output is refused instead of described wrongly', () => {
  const book = schemaBook();
  book.components.set('Actor', { type: 'object' });
  expect(() => book.describe(actorOutput, 'output')).toThrow('Actor has one form as input and another');
});

test('the desk serves it to everyone, with its own address', async () => {
  const answer = await send(app, {}, 'GET /api/v1/openapi.json');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  expect(answer.data).toMatchObject({
    openapi: '3.1.1',
    servers: [{ url: expect.stringMatching(/\/api\/v1$/) as string }],
  });
  expect((await send(app, shop, 'POST /api/v1/openapi.json', {})).status).toBe(405);
});

test.each(['/api/v1/openapi.json', '/docs/start.js', '/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css'])(
  '%s is compressed for those who accept that, and caches tell them apart',
  async (url) => {
    const plain = await app.inject({ url });
    expect(plain.headers).toMatchObject({ vary: 'accept-encoding' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    for (const _attempt of [1, 2]) {
      const zipped = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
      expect(zipped.headers).toMatchObject({ vary: 'accept-encoding', 'content-encoding': 'gzip' });
      expect(gunzipSync(zipped.rawPayload)).toEqual(plain.rawPayload);
    }
  },
);
