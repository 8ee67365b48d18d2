import { SERVICE_SCOPES, type ServiceScope } from '@paydesk/types';
import { afterAll, expect, test, vi } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { createApp } from '../../src/http/createApp.ts';
import { callableProcedures } from '../../src/http/rest/callableProcedures.ts';
import { openApiDocument, operationIdOf } from '../../src/http/rest/openApiDocument.ts';
import { queryParameters } from '../../src/http/rest/queryParameters.ts';
import { EXCEPTIONS } from '../../src/http/rest/restRoutes.ts';
import { appRouter } from '../../src/http/router.ts';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { callersOf } from '../../src/trpc/callersOf.ts';
import { appCaller, type Caller, procedures, PUBLIC_URL, staffCaller } from '../support/http.ts';
import { addressWith, type RestAnswer, restDesk, routes, send } from './restDesk.ts';

const { desk, app, shop } = await restDesk();
const admin = await staffCaller(desk, 'admin');
const callable = callableProcedures(appRouter).map(([path]) => path);

/** Every refusal is in the form of all errors, and announced in the description of its operation. */
function expectRefusal(answer: RestAnswer, status: number, reason: string, procedure: string): void {
  expect([answer.status, answer.error?.data.reason]).toEqual([status, reason]);
  expect(answer.data).toEqual({
    error: {
      message: expect.any(String) as string,
      code: expect.any(Number) as number,
      data: {
        code: expect.any(String) as string,
        httpStatus: status,
        reason,
        details: answer.error?.data.details,
        zodError: answer.error?.data.zodError,
      },
    },
  });
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(announced.get(operationIdOf(procedure))).toContain(`"${reason}"`);
}

interface Described {
  operationId: string;
  responses: Record<string, unknown>;
}
const document = openApiDocument('https://desk.test/api/v1');
/** The responses of each operation, as text. */
const announced = new Map(
  Object.values(document.paths)
    .flatMap((path) => Object.values(path) as Described[])
    .map(({ operationId, responses }) => [
      operationId,
      Object.values(responses)
        .map((response) => JSON.stringify(resolved(response)))
        .join('\n'),
    ]),
);

function resolved(response: unknown): unknown {
  const { $ref } = response as { $ref?: string };
  return $ref === undefined ? response : document.components.responses[$ref.split('/').at(-1) ?? ''];
}

// ---------------------------------------------------------------------------
// Which routes there are
// ---------------------------------------------------------------------------

test('every procedure that an app or a user token may call has one route, and no other procedure has one', () => {
  expect(routes.map(({ procedure }) => procedure)).toEqual(callable);
  for (const [path, { meta }] of procedures) {
    const { apps, users } = callersOf(meta as Parameters<typeof callersOf>[0]);
    expect(routes.filter(({ procedure }) => procedure === path)).toHaveLength(apps || users ? 1 : 0);
  }
  const names = routes.map(({ procedure }) => procedure);
  for (const staffOnly of ['withdrawals.approve', 'transactions.adjust', 'staff.list', 'apiKeys.create'])
    expect(names).not.toContain(staffOnly);
});

test('every exception is one of them, and no two have the same address', () => {
  expect(Object.keys(EXCEPTIONS).filter((path) => !callable.includes(path))).toEqual([]);
  const addresses = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('queries are read with GET, and a filter has no name that the list has too', () => {
  for (const route of routes) {
    expect(route.method === 'GET').toBe(route.type === 'query');
    const { shape } = queryParameters(route).schema;
    expect(Object.keys(shape)).not.toContain('filter');
    if (route.type === 'mutation') expect(Object.keys(shape)).toEqual([]);
  }
});

// ---------------------------------------------------------------------------
// Every route, called wrongly
// ---------------------------------------------------------------------------

const table = routes.map((route) => [`${route.method} ${route.path}`, route] as const);

const bodyOf = ({ type }: { type: string }): unknown => (type === 'mutation' ? {} : undefined);

test.each(table)('%s without a key, or with a session of staff: 401', async (_name, route) => {
  const request = `${route.method} ${addressWith(route)}` as const;
  for (const caller of [{}, admin])
    expectRefusal(await send(app, caller, request, bodyOf(route)), 401, 'UNAUTHENTICATED', route.procedure);
  const unknown = { authorization: `Bearer pk_${'a'.repeat(43)}` };
  expectRefusal(await send(app, unknown, request, bodyOf(route)), 401, 'UNAUTHENTICATED', route.procedure);
});

const needed = new Map(callableProcedures(appRouter).map(([path, { meta }]) => [path, meta.permission]));
const keysWithout = new Map<string, Caller>();
async function keyWithout(permission: string): Promise<Caller> {
  const known = keysWithout.get(permission);
  if (known !== undefined) return known;
  const scopes = SERVICE_SCOPES.filter((scope) => scope !== permission) as readonly ServiceScope[];
  const key = await appCaller(desk, scopes);
  keysWithout.set(permission, key);
  return key;
}

test('every key may ask who it is', async () => {
  const key = await appCaller(desk, ['payments.read']);
  expect((await send(app, key, 'GET /session')).data).toMatchObject({ kind: 'service', name: 'shop' });
});

test.each(table.filter(([, { procedure }]) => procedure !== 'system.session'))(
  '%s without its scope: 403, before the input is read',
  async (_name, route) => {
    const key = await keyWithout(needed.get(route.procedure) ?? '');
    const url = `${addressWith(route)}?noSuchField=1` as const;
    const answer = await send(app, key, `${route.method} ${url}`, bodyOf(route));
    expectRefusal(answer, 403, 'PERMISSION_DENIED', route.procedure);
  },
);

test.each(table)('%s with an unknown parameter, and an unknown field: 400, named', async (_name, route) => {
  const { procedure, method, type } = route;
  const asked = await send(app, shop, `${method} ${addressWith(route)}?noSuchField=1`, bodyOf(route));
  expectRefusal(asked, 400, 'INVALID_INPUT', procedure);
  expect(asked.error?.data.zodError?.fieldErrors['noSuchField']).toEqual(['unknown field "noSuchField"']);
  if (type === 'query') return;
  const sent = await send(app, shop, `${method} ${addressWith(route)}`, { noSuchField: 1 });
  expectRefusal(sent, 400, 'INVALID_INPUT', procedure);
  expect(sent.error?.data.zodError?.fieldErrors['noSuchField']).toEqual(['unknown field "noSuchField"']);
});

test.each(table.filter(([, { pathField }]) => pathField !== null))(
  '%s with a malformed id: 400; with an id of no one: 404',
  async (_name, route) => {
    const { procedure, method, pathField } = route;
    const query = procedure === 'balances.at' ? '?at=2026-03-14T09:26:53Z' : '';
    const bad = await send(app, shop, `${method} ${addressWith(route, 'no-id')}${query}`, bodyOf(route));
    expectRefusal(bad, 400, 'INVALID_INPUT', procedure);
    expect(Object.keys(bad.error?.data.zodError?.fieldErrors ?? {})).toEqual([pathField]);
    const missing = await send(app, shop, `${method} ${addressWith(route)}${query}`, bodyOf(route));
    expectRefusal(missing, 404, 'NOT_FOUND', procedure);
    if (route.type === 'query') return;
    const twice = await send(app, shop, `${method} ${addressWith(route)}`, { [pathField ?? '']: 'x' });
    expectRefusal(twice, 400, 'INVALID_INPUT', procedure);
    expect(twice.error?.data.zodError?.fieldErrors[pathField ?? '']?.[0]).toContain('stands in the address');
  },
);

test.each(table)('%s by another method: 405 with Allow; OPTIONS names the methods', async (_name, route) => {
  const url = addressWith(route);
  const answer = await send(app, shop, `PUT ${url}`, {});
  expect([answer.status, answer.error?.data.reason]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  expect(answer.headers['allow']).toContain(route.method);
  const options = await send(app, {}, `OPTIONS ${url}`);
  expect([options.status, options.body, options.headers['allow']]).toEqual([
    204,
    '',
    answer.headers['allow'],
  ]);
});

test.each(table.filter(([, { method }]) => method !== 'GET'))(
  '%s with a body that is no JSON: 415, or 400 for what programs read differently',
  async (_name, route) => {
    const { procedure, method } = route;
    const url = addressWith(route);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      const headers = { ...shop, 'content-type': type };
      const answer = await app.inject({ method: method as 'POST', url, headers, payload: 'a=b' });
      expect([answer.statusCode, answer.json().error.data.reason]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    for (const body of ['{"a":1,"a":2}', '{', '[]', '"x"', String.raw`{"a":"\ud800"}`])
      expectRefusal(await send(app, shop, `${method} ${url}`, body), 400, 'INVALID_INPUT', procedure);
  },
);

// ---------------------------------------------------------------------------
// Without the database
// ---------------------------------------------------------------------------

// knex logs that it cannot connect.
vi.spyOn(console, 'log').mockImplementation(() => {});
const gone = connectDatabase('postgres://none:none@127.0.0.1:1/none');
const goneApp = await createApp({
  ...desk,
  knex: gone,
  auth: createAuth({ knex: gone, secret: desk.settings.secret, publicUrl: PUBLIC_URL, fastHashing: true }),
});
afterAll(async () => {
  await goneApp.close();
  await gone.destroy();
});

test.each(table)('%s without the database: 503 and when to try again', async (_name, route) => {
  const answer = await send(goneApp, shop, `${route.method} ${addressWith(route)}`, bodyOf(route));
  expectRefusal(answer, 503, 'DATABASE_UNAVAILABLE', route.procedure);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(answer.body).not.toMatch(/select|knex|ECONN|127\.0\.0\.1|node_modules/i);
});
