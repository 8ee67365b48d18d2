import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createContext } from '../../src/http/procedureCalls.ts';
import { knownCallers } from '../../src/http/requestLimits.ts';
import { appRouter, compiledValidators } from '../../src/http/router.ts';
import { appCaller, call, httpDesk, procedures } from '../support/http.ts';
import { newUser } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
const shop = await appCaller(desk, ['users.read', 'users.write']);
const user = await newUser(desk);
const json = { 'content-type': 'application/json' };
const input = (value: unknown) => `input=${encodeURIComponent(JSON.stringify(value))}`;

interface Sent {
  method?: 'GET' | 'POST';
  url: string;
  payload?: string;
  headers?: Record<string, string>;
}

/** What tRPC's own handler answers: the protocol that its clients were written for. */
async function answerOfLibrary({ method = 'GET', url, payload, headers }: Sent) {
  const sent = { ...shop, ...headers, ...(payload !== undefined && json) };
  const answer = await fetchRequestHandler({
    endpoint: '/trpc',
    router: appRouter,
    allowMethodOverride: true,
    req: new Request(`http://desk.test${url}`, {
      method,
      headers: sent,
      ...(payload !== undefined && { body: payload }),
    }),
    createContext: async () =>
      await createContext(desk, knownCallers(), {
        request: { headers: sent, ip: '10.1.1.1', id: 'request', method } as never,
        reply: {} as never,
        call: { idempotencyKey: null, count: url.split(',').length, replayed: new Set() },
        cookies: true,
      }),
  });
  return {
    status: answer.status,
    // It says none when no call was made, although the body is the same JSON.
    type: 'application/json',
    vary: answer.headers.get('vary'),
    body: await answer.json(),
  };
}

async function answerOfDesk({ method = 'GET', url, payload, headers }: Sent) {
  const answer = await app.inject({
    method,
    url,
    headers: { ...shop, ...headers, ...(payload !== undefined && json) },
    ...(payload !== undefined && { payload }),
  });
  const vary = String(answer.headers['vary']).replace(', accept-encoding', '');
  return { status: answer.statusCode, type: answer.headers['content-type'], vary, body: answer.json() };
}

const one = `/trpc/users.get?${input({ id: user.id })}`;
const upsert = JSON.stringify({ externalId: user.externalId, username: user.username });

test.each<[string, Sent]>([
  ['a query', { url: one }],
  ['a query by POST', { method: 'POST', url: '/trpc/users.get', payload: JSON.stringify({ id: user.id }) }],
  ['a query without input', { url: '/trpc/users.list' }],
  ['a query with an empty input', { url: '/trpc/users.list?input=' }],
  ['a refused query', { url: `/trpc/users.get?${input({ id: 'none' })}` }],
  ['a mutation', { method: 'POST', url: '/trpc/users.upsert', payload: upsert }],
  ['a mutation by GET', { url: '/trpc/users.upsert' }],
  ['a mutation with an empty body', { method: 'POST', url: '/trpc/users.upsert', payload: '' }],
  ['a mutation with a wrong input', { method: 'POST', url: '/trpc/users.upsert', payload: '{"a":1}' }],
  ['an unknown procedure', { url: '/trpc/no.thing' }],
  ['a name that every object has', { url: '/trpc/constructor' }],
  ['a batch', { url: `/trpc/users.get,users.list?batch=1&${input({ 0: { id: user.id } })}` }],
  ['a batch of one', { url: `/trpc/users.get?batch=1&${input({ 0: { id: user.id } })}` }],
  ['a batch with one refusal', { url: `/trpc/users.get,users.list?batch=1&${input({ 0: { id: 'none' } })}` }],
  ['a batch of refusals', { url: '/trpc/audit.list,audit.list?batch=1' }],
  ['a batch with an unknown procedure', { url: '/trpc/users.list,no.thing?batch=1' }],
  ['a batch of queries and mutations', { url: '/trpc/users.list,users.upsert?batch=1' }],
  ['a batch with a list of inputs', { url: `/trpc/users.list,users.list?batch=1&${input([{}, {}])}` }],
  ['a batch with null for its inputs', { url: '/trpc/users.list,users.list?batch=1&input=null' }],
  ['a batch of mutations', { method: 'POST', url: '/trpc/users.upsert?batch=1', payload: `{"0":${upsert}}` }],
  ['a parameter that is repeated', { url: `${one}&${input({ id: 'none' })}` }],
  ['a batch and no batch', { url: '/trpc/users.list?batch=1&batch=0' }],
  ['commas without a batch', { url: '/trpc/users.list,users.list' }],
  ['no credentials', { url: one, headers: { authorization: `Bearer pk_${'q'.repeat(43)}` } }],
  [
    'no credentials for a batch',
    { url: '/trpc/users.list,users.list?batch=1', headers: { authorization: 'x' } },
  ],
])('%s is answered as tRPC’s own handler does', async (_what, sent) => {
  const expected = await answerOfLibrary(sent);
  expect(await answerOfDesk(sent)).toEqual(expected);
});

test('a batch is counted as it is called, however its commas are written', async () => {
  for (const comma of [',', '%2C', '%252C'])
    for (const accept of ['application/json', 'application/jsonl']) {
      const url = `/trpc/${Array(30).fill('users.list').join(comma)}?batch=1&batch=1`;
      const answer = await app.inject({ url, headers: { ...shop, accept } });
      expect([comma, accept, answer.body.includes('"result"')]).toEqual([comma, accept, false]);
    }
});

test('a client that wants its answers line by line gets them', async () => {
  const answer = await app.inject({
    url: '/trpc/users.list,users.list?batch=1',
    headers: { ...shop, 'trpc-accept': 'application/jsonl' },
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.body.trim().split('\n').length).toBeGreaterThan(1);
});

test('inputs and outputs are parsed by the compiled schema, of every procedure', async () => {
  const { inputs, output } = procedures.get('users.get') ?? { inputs: [] };
  const calls: string[] = [];
  for (const [name, schema] of [
    ['input', inputs[0]],
    ['output', output],
  ] as const)
    if (schema instanceof z.ZodType) {
      const parse = schema.parse.bind(schema);
      schema.parse = (...given) => {
        calls.push(name);
        return parse(...given);
      };
    }
  expect((await call(app, shop, 'users.get', { id: user.id })).status).toBe(200);
  expect(calls).toEqual(['input', 'output']);
  const validators = [...procedures.values()].map(
    (procedure) => procedure.inputs.length + (procedure.output instanceof z.ZodType ? 1 : 0),
  );
  expect(compiledValidators).toBe(validators.reduce((sum, n) => sum + n, 0));
});
