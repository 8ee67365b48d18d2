import { expect, test } from 'vitest';
import { batched, fakeDesk, good, refusal } from './fakeDesk.fixture.ts';
import { createPaydeskClient } from './createPaydeskClient.ts';
import { isPaydeskError, PaydeskError } from './paydeskError.ts';

const id = '019aaaaa-0000-7000-8000-000000000001';
const charge = { userId: id, amountUsd: '5.00' };

const failureOf = async (call: Promise<unknown>): Promise<PaydeskError> =>
  await call.then(
    () => expect.fail('the call should have failed'),
    (error: unknown) =>
      error instanceof PaydeskError ? error : expect.fail(`not a PaydeskError: ${String(error)}`),
  );

test('a query and a mutation reach /trpc with the API key', async () => {
  const { client, seen } = fakeDesk([batched(good({ id })), good({ id })]);
  expect(await client.payments.get.query({ id })).toEqual({ id });
  expect(await client.payments.cancel.mutate({ id })).toEqual({ id });
  expect(seen).toEqual([
    { method: 'GET', path: '/trpc/payments.get', authorization: 'Bearer pk_test', input: { 0: { id } } },
    { method: 'POST', path: '/trpc/payments.cancel', authorization: 'Bearer pk_test', input: { id } },
  ]);
});

test('a user token may come from a function, which is called for each request', async () => {
  const sent: (string | null)[] = [];
  let nth = 0;
  const client = createPaydeskClient({
    url: 'http://desk.test',
    userToken: () => `ut_${(nth += 1)}`,
    fetch: async (_input, init) => {
      sent.push(new Headers(init?.headers).get('authorization'));
      return Response.json({ result: { data: {} } });
    },
  });
  await client.payments.cancel.mutate({ id });
  await client.payments.cancel.mutate({ id });
  expect(sent).toEqual(['Bearer ut_1', 'Bearer ut_2']);
});

test('queries made at the same time are sent in one request', async () => {
  const { client, seen } = fakeDesk([{ body: [{ result: { data: 1 } }, { result: { data: 2 } }] }]);
  await Promise.all([client.payments.get.query({ id }), client.users.get.query({ id })]);
  expect(seen.map(({ path }) => path)).toEqual(['/trpc/payments.get,users.get']);
});

test('a refusal keeps its reason, code, details and errors by field', async () => {
  const { client } = fakeDesk([
    refusal('AMOUNT_TOO_SMALL', 'UNPROCESSABLE_CONTENT', 422, { details: { minimumUsd: '11.42' } }),
    refusal('INVALID_INPUT', 'BAD_REQUEST', 400, {
      zodError: { formErrors: [], fieldErrors: { amountUsd: ['must be more than 0.00'] } },
    }),
  ]);
  const tooSmall = await failureOf(client.transactions.charge.mutate(charge));
  expect(tooSmall).toMatchObject({
    name: 'PaydeskError',
    reason: 'AMOUNT_TOO_SMALL',
    code: 'UNPROCESSABLE_CONTENT',
    httpStatus: 422,
    details: { minimumUsd: '11.42' },
    fieldErrors: {},
    message: 'refused: AMOUNT_TOO_SMALL',
  });
  const invalid = await failureOf(client.transactions.charge.mutate(charge));
  expect(invalid.fieldErrors).toEqual({ amountUsd: ['must be more than 0.00'] });
  expect(isPaydeskError(invalid, 'INVALID_INPUT')).toBe(true);
  expect(isPaydeskError(invalid, 'NOT_FOUND')).toBe(false);
  expect(isPaydeskError(new Error('other'))).toBe(false);
});

test('a failure has the id of its request', async () => {
  const answer = refusal('NOT_FOUND', 'NOT_FOUND', 404);
  const { client } = fakeDesk(
    [{ ...(answer as { body: unknown; status: number }), headers: { 'x-request-id': 'req-12345' } }, 'hang'],
    { timeoutMs: 50, retries: 0 },
  );
  expect((await failureOf(client.payments.cancel.mutate({ id }))).requestId).toBe('req-12345');
  expect((await failureOf(client.payments.cancel.mutate({ id }))).requestId).toBeNull();
});

test('a query is repeated after a transient failure', async () => {
  const { client, seen } = fakeDesk([
    new TypeError('fetch failed'),
    batched(refusal('INTERNAL', 'INTERNAL_SERVER_ERROR', 500)),
    batched(good({ id })),
  ]);
  expect(await client.payments.get.query({ id })).toEqual({ id });
  expect(seen).toHaveLength(3);
});

test('a query is not repeated after a permanent refusal', async () => {
  const { client, seen } = fakeDesk([batched(refusal('NOT_FOUND', 'NOT_FOUND', 404))]);
  expect((await failureOf(client.payments.get.query({ id }))).reason).toBe('NOT_FOUND');
  expect(seen).toHaveLength(1);
});

test('a mutation without an idempotency key is sent once, even if it fails', async () => {
  const { client, seen } = fakeDesk([
    new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
  ]);
  const failure = await failureOf(client.transactions.charge.mutate(charge));
  expect(failure).toMatchObject({
    reason: 'NETWORK',
    code: null,
    httpStatus: null,
    message: 'the desk cannot be reached: connect ECONNREFUSED',
  });
  expect(seen).toHaveLength(1);
});

test('a mutation with an idempotency key is sent again, with the same key', async () => {
  const { client, seen } = fakeDesk([new TypeError('fetch failed'), good({ id })]);
  await client.transactions.charge.mutate({ ...charge, idempotencyKey: 'invoice-7' });
  expect(seen.map(({ input }) => input)).toEqual([
    { ...charge, idempotencyKey: 'invoice-7' },
    { ...charge, idempotencyKey: 'invoice-7' },
  ]);
});

test('a limit of open payments is not mistaken for a rate limit', async () => {
  const { client, seen } = fakeDesk([refusal('TOO_MANY_OPEN_PAYMENTS', 'TOO_MANY_REQUESTS', 429)]);
  const call = client.payments.create.mutate({ ...charge, currencyCode: 'BTC', idempotencyKey: 'order-1' });
  expect((await failureOf(call)).reason).toBe('TOO_MANY_OPEN_PAYMENTS');
  expect(seen).toHaveLength(1);
});

test('the pause that a rate limit requires is kept before the next attempt', async () => {
  const { client } = fakeDesk([
    { status: 429, headers: { 'retry-after': '1' }, body: { statusCode: 429, error: 'Too Many Requests' } },
    batched(good({ id })),
  ]);
  const startedAt = performance.now();
  expect(await client.payments.get.query({ id })).toEqual({ id });
  expect(performance.now() - startedAt).toBeGreaterThan(1000);
});

test('a rate limit with a long pause fails at once and reports the pause', async () => {
  const { client, seen } = fakeDesk([{ status: 429, headers: { 'retry-after': '900' }, body: 'slow down' }]);
  expect(await failureOf(client.payments.get.query({ id }))).toMatchObject({
    reason: 'RATE_LIMITED',
    httpStatus: 429,
    retryAfterMs: 900_000,
  });
  expect(seen).toHaveLength(1);
});

test('a desk that does not answer in time is a TIMEOUT', async () => {
  const { client } = fakeDesk(['hang'], { timeoutMs: 50, retries: 0 });
  expect((await failureOf(client.payments.get.query({ id }))).reason).toBe('TIMEOUT');
  expect((await failureOf(client.transactions.charge.mutate(charge))).reason).toBe('TIMEOUT');
});

test('a call that its caller aborted is ABORTED and not repeated', async () => {
  const { client, seen } = fakeDesk(['hang']);
  const call = client.transactions.charge.mutate(
    { ...charge, idempotencyKey: 'k' },
    { signal: AbortSignal.timeout(30) },
  );
  expect((await failureOf(call)).reason).toBe('ABORTED');
  expect(seen).toHaveLength(1);
});

test('a failure names the request, for the desk’s operator', async () => {
  const { client } = fakeDesk([
    { ...refusal('NOT_FOUND', 'NOT_FOUND', 404), headers: { 'x-request-id': 'req-7' } },
    refusal('NOT_FOUND', 'NOT_FOUND', 404),
  ]);
  expect((await failureOf(client.payments.cancel.mutate({ id }))).requestId).toBe('req-7');
  expect((await failureOf(client.payments.cancel.mutate({ id }))).requestId).toBeNull();
});

test('a failure is an error of this package alone', async () => {
  const { client } = fakeDesk([refusal('NOT_FOUND', 'NOT_FOUND', 404)]);
  const failure = await failureOf(client.payments.cancel.mutate({ id }));
  expect(Object.getPrototypeOf(PaydeskError)).toBe(Error);
  expect(failure.stack).toContain('PaydeskError');
});

test('the rows of all pages are read, each page when it is needed', async () => {
  const page = (rows: number[], nextCursor?: string) =>
    batched(
      good({
        data: rows,
        pageInfo: { hasNextPage: nextCursor !== undefined, hasPreviousPage: false },
        nextCursor,
      }),
    );
  const { client, seen } = fakeDesk([page([1, 2], 'c1'), page([3], 'c2'), page([])]);
  const filter = { status: 'completed' } as const;
  const rows: unknown[] = [];
  for await (const row of client.payments.iterate({ filter, perPage: 2 })) {
    rows.push(row);
    expect(seen.length).toBe(rows.length <= 2 ? 1 : 2);
  }
  expect(rows).toEqual([1, 2, 3]);
  expect(seen.map(({ input }) => input)).toEqual([
    { 0: { filter, perPage: 2 } },
    { 0: { filter, perPage: 2, cursor: 'c1' } },
    { 0: { filter, perPage: 2, cursor: 'c2' } },
  ]);
});

test('a client can be returned from an async function', async () => {
  const { client } = fakeDesk([good({ id })]);
  const returned = await Promise.resolve(client);
  expect(await returned.payments.cancel.mutate({ id })).toEqual({ id });
});

test('a page of another program is distinguished from a refusal', async () => {
  const { client } = fakeDesk([{ status: 502, body: { error: 'bad gateway' } }], { retries: 0 });
  expect(await failureOf(client.transactions.charge.mutate(charge))).toMatchObject({
    reason: 'NETWORK',
    httpStatus: 502,
  });
});
