import { ROLE_PERMISSIONS } from '@paydesk/types';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { sampleInput } from '../audit/sampleInput.ts';
import { appCaller, call, httpDesk, procedures, staffCaller, userCaller } from '../support/http.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');
const approver = await staffCaller(desk, 'approver');
const service = await appCaller(desk, ['payments.read', 'transactions.charge', 'users.read', 'users.write']);

/** What the browser hands over as the WebAuthn standard defines it, and may extend. */
const MADE_BY_BROWSERS = new Set(['answer', 'clientExtensionResults']);
/** Objects of the caller's own, in which every field is welcome. */
const FREE = new Set(['metadata', 'query.filter']);

/** Fields whose values are not in the schema of the input. */
const KNOWN: Record<string, string> = { resource: 'payments', field: 'createdAt' };

type Path = readonly (string | number)[];

/** The places of an input at which there is an object with known fields. */
function objectsIn(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, field]) =>
    MADE_BY_BROWSERS.has(key) || FREE.has(key) || FREE.has([...path, key].join('.'))
      ? []
      : objectsIn(field, [...path, key]),
  );
  return [path, ...inner];
}

/** The same input with one field more at this place. */
function withField(value: unknown, path: Path, field: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return { ...(value as object), [field]: 'x' };
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? withField(item, rest, field) : item));
  return { ...(value as object), [step]: withField((value as Record<string, unknown>)[step], rest, field) };
}

const cases = [...procedures].flatMap(([path, { inputs }]) => {
  const sample = inputs.length === 0 ? {} : sampleInput(path, inputs[0], (name) => KNOWN[name]);
  return objectsIn(sample ?? {}).map(
    (place) => [path, place.join('.') || 'the top', place, sample ?? {}] as const,
  );
});

test('every procedure declares its input', () => {
  expect([...procedures].filter(([, { inputs }]) => inputs.length === 0).map(([path]) => path)).toEqual([]);
});

test('every list is checked in its filter', () => {
  const filtered = new Set(cases.filter(([, , place]) => place[0] === 'filter').map(([path]) => path));
  expect(
    [...procedures.keys()].filter(
      (path) => path.endsWith('.list') && path !== 'events.list' && !filtered.has(path),
    ),
  ).toEqual([]);
});

test.each(cases)('%s refuses and names an unknown field at %s', async (path, _place, place, sample) => {
  const permission = procedures.get(path)?.meta?.permission ?? '';
  const caller = (ROLE_PERMISSIONS.admin as readonly string[]).includes(permission) ? admin : approver;
  const { status, error } = await call(app, caller, path, withField(sample, place, 'noSuchField'));
  expect([status, error?.data.reason]).toEqual([400, 'INVALID_INPUT']);
  const name = [...place, 'noSuchField'].join('.');
  expect(error?.data.zodError?.fieldErrors[name]).toEqual([
    expect.stringContaining('unknown field "noSuchField"'),
  ]);
  expect(error?.message).toContain('noSuchField');
});

/** Every object of every input schema, so that no depth is left out that the samples do not reach. */
function looseObjects(schema: unknown, path: string, seen = new Set<unknown>()): string[] {
  if (!(schema instanceof z.ZodType) || seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema;
  if (schema instanceof z.ZodObject) {
    const isStrict = schema.def.catchall instanceof z.ZodNever;
    return [
      ...(isStrict ? [] : [path]),
      ...Object.entries(schema.shape).flatMap(([key, inner]) =>
        MADE_BY_BROWSERS.has(key) ? [] : looseObjects(inner, `${path}.${key}`, seen),
      ),
    ];
  }
  const inner = Object.values(def).flatMap((part: unknown) => (Array.isArray(part) ? part : [part]));
  return inner.flatMap((part: unknown) => looseObjects(part, path, seen));
}

test.each([...procedures])('%s takes strict objects only, at every depth', (path, { inputs }) => {
  expect(inputs.flatMap((input) => looseObjects(input, path))).toEqual([]);
});

test.each([
  ['payments.list', { filter: { userid: 'x' } }, 'filter.userid', 'userId'],
  ['payments.list', { filter: { user_id: 'x' } }, 'filter.user_id', 'userId'],
  ['payments.list', { userId: 'x' }, 'userId', 'filter.userId'],
  ['payments.list', { per_page: 5 }, 'per_page', 'perPage'],
  ['payments.list', { sort: { field: 'createdAt', order: 'ASC', ordre: 1 } }, 'sort.ordre', 'order'],
  ['transactions.charge', { idempotency_key: 'x' }, 'idempotency_key', 'idempotencyKey'],
  ['transactions.charge', { idempotenceKey: 'x' }, 'idempotenceKey', 'idempotencyKey'],
  ['users.upsert', { externalID: 'x' }, 'externalID', 'externalId'],
])('%s with %j names %s and suggests %s', async (path, input, field, meant) => {
  const { error } = await call(app, service, path, input);
  expect(error?.data.zodError?.fieldErrors[field]).toEqual([
    `unknown field "${field.split('.').at(-1)}"; did you mean “${meant}”?`,
  ]);
});

test('nothing is suggested for a field that resembles none', async () => {
  const { error } = await call(app, service, 'payments.list', { colour: 'red' });
  expect(error?.data.zodError?.fieldErrors['colour']).toEqual(['unknown field "colour"']);
});

test('a misspelt idempotency key charges no one', async () => {
  const user = await newUser(desk);
  const before = await desk.knex('transactions').count('* as n');
  const input = { userId: user.id, amountUsd: '1.00', idempotency_key: 'once' };
  expect((await call(app, service, 'transactions.charge', input)).status).toBe(400);
  expect(await desk.knex('transactions').count('* as n')).toEqual(before);
});

const body = async (payload: string | Buffer, url = '/trpc/users.upsert') =>
  await app.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...service, 'content-type': 'application/json' },
  });

test.each([
  [
    'half of a surrogate pair',
    String.raw`{"externalId":"\ud800","username":"x"}`,
    /surrogate pair.*at externalId/,
  ],
  ['NUL', String.raw`{"externalId":"a\u0000b","username":"x"}`, /NUL.*at externalId/],
  ['a surrogate in a key', String.raw`{"\udfff":1}`, /surrogate pair/],
  ['a field twice', '{"externalId":"a","externalId":"b","username":"x"}', /"externalId" is given twice/],
  ['__proto__', '{"externalId":"a","username":"x","__proto__":{"email":"a@b.c"}}', /__proto__/],
  ['__proto__, escaped', String.raw`{"\u005f_proto__":{}}`, /__proto__/],
  [
    'an unsafe integer',
    '{"externalId":"a","username":"x","n":9007199254740993}',
    /9007199254740993 loses precision.*at n/,
  ],
  ['too many digits', '{"a":[1,{"b":0.12345678901234567890}]}', /loses precision.*at a\.1\.b/],
  ['a number beyond a float', '{"a":1e999}', /loses precision/],
  ['very deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`, /levels of nesting/],
  ['a syntax error', '{"externalId":', /not valid JSON/],
])('%s in a body is refused', async (_what, payload, message) => {
  const answer = await body(payload);
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([400, 'INVALID_INPUT']);
  expect(answer.json().error.message).toMatch(message);
});

test('a body that is not UTF-8 is refused', async () => {
  const answer = await body(Buffer.from([...Buffer.from('{"externalId":"'), 0xff, ...Buffer.from('"}')]));
  expect([answer.statusCode, answer.json().error.message]).toEqual([400, 'the body is not valid UTF-8']);
});

test.each([
  ['%7B%22filter%22%3A%7B%22q%22%3A%22%FF%22%7D%7D', /not valid UTF-8/],
  [encodeURIComponent(String.raw`{"filter":{"q":"\ud83e"}}`), /surrogate/],
  [encodeURIComponent('{"page":1,"page":2}'), /twice/],
  [encodeURIComponent('{'), /not valid JSON/],
])('the query %s is refused', async (input, message) => {
  const answer = await app.inject({ url: `/trpc/users.list?input=${input}`, headers: service });
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([400, 'INVALID_INPUT']);
  expect(answer.json().error.message).toMatch(message);
});

test('whole emoji, exact numbers and ordinary escapes are accepted', async () => {
  const payload = String.raw`{"externalId":"\ud83e\udd8a\n\"","username":"🦊"}`;
  expect((await body(payload)).json().result.data).toMatchObject({ externalId: '🦊\n"', username: '🦊' });
});

test('an external id is compared as it was sent', async () => {
  const made = [];
  for (const externalId of ['42', ' 42', '42 ', '42\t', 'Ä', 'A\u0308', 'a', 'A'])
    made.push(
      (await call(app, service, 'users.upsert', { externalId, username: 'x' })).data as { id: string },
    );
  expect(new Set(made.map(({ id }) => id)).size).toBe(8);
  const found = await call(app, service, 'users.list', { filter: { externalId: ' 42' } });
  expect(found.data).toMatchObject({ data: [{ externalId: ' 42' }], total: 1 });
  expect((await call(app, service, 'users.upsert', { externalId: '  ', username: 'x' })).status).toBe(400);
});

test.each([...procedures.keys()].filter((path) => path.endsWith('.list')))(
  '%s answers a GET without an input',
  async (path) => {
    const answer = await app.inject({ url: `/trpc/${path}`, headers: admin });
    expect([answer.statusCode, answer.json().result?.data]).toEqual([
      200,
      expect.objectContaining({ data: expect.any(Array) as unknown[] }),
    ]);
  },
);

test('a user token gets its own rows by GET without an input', async () => {
  const user = await newUser(desk);
  const answer = await app.inject({ url: '/trpc/users.list', headers: await userCaller(desk, user.id) });
  expect(answer.json().result.data.data).toMatchObject([{ id: user.id }]);
});
