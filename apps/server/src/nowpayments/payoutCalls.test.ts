import { describe, expect, test } from 'vitest';
import { createNowpaymentsClient } from './createNowpaymentsClient.ts';
import { isPayable, newPayoutBody } from './newPayout.ts';
import { payoutCode } from './payoutCalls.ts';
import { ProviderError } from './providerError.ts';

interface Seen {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}
type Reply = (request: Seen) => Response | Promise<Response>;

const json =
  (status: number, body: unknown): Reply =>
  () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json' },
    });
const text =
  (status: number, body: string): Reply =>
  () =>
    new Response(body, { status, headers: { 'content-type': 'text/html' } });
const broken: Reply = () =>
  Promise.reject(
    new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }),
  );
const unreachable: Reply = () =>
  Promise.reject(
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }),
    }),
  );
const refusal = (status: number, code: string, message: string): Reply =>
  json(status, { status: false, statusCode: status, code, message });

const SIGNED_IN = json(200, { token: 'token-1' });
/** Ids as text, the amount as text, as live. */
const CREATED = {
  id: '5000484300',
  withdrawals: [
    {
      id: '5000000000',
      batch_withdrawal_id: '5000484300',
      status: 'CREATING',
      currency: 'usdtbsc',
      amount: '48.5',
      address: '0xabc',
      unique_external_id: 'ours',
      hash: null,
    },
  ],
};
const ORDER = {
  currency: 'USDTBSC',
  address: '0xabc',
  extraId: null,
  amount: '48.500000',
  externalId: 'ours',
  ipnCallbackUrl: 'https://desk.example/hook',
};

/** A client whose provider answers with these, one after another. */
function open(...replies: Reply[]) {
  const seen: Seen[] = [];
  const logged: unknown[] = [];
  const note = (facts: object, message: string) => logged.push(facts, message);
  const client = createNowpaymentsClient({
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: 'the-api-key',
    ipnSecret: 'the-ipn-secret',
    email: 'desk@example.com',
    password: 'the-password',
    sleep: async () => {},
    log: { debug: note, warn: note },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const one = {
        method: request.method,
        path: new URL(request.url).pathname + new URL(request.url).search,
        headers: request.headers,
        body: await request.text(),
      };
      seen.push(one);
      return await (replies.shift() ?? json(500, {}))(one);
    },
  });
  return { client, seen, logged };
}

const kindOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw new Error('this is no ProviderError');
  return error.kind;
};

describe('creating a payout', () => {
  test('signs in, names our id and writes the amount as an exact number', async () => {
    const { client, seen } = open(SIGNED_IN, json(200, CREATED));
    expect(await client.createPayout(ORDER)).toMatchObject({
      providerPayoutId: '5000000000',
      providerBatchId: '5000484300',
      rawStatus: 'creating',
      externalId: 'ours',
      amount: '48.5',
    });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/auth', 'POST /v1/payout']);
    expect(seen[1]?.body).toBe(
      '{"withdrawals":[{"address":"0xabc","currency":"usdtbsc","amount":48.5,"unique_external_id":"ours","ipn_callback_url":"https://desk.example/hook"}]}',
    );
    expect([seen[1]?.headers.get('authorization'), seen[1]?.headers.get('x-api-key')]).toEqual([
      'Bearer token-1',
      'the-api-key',
    ]);
  });

  test('keeps a memo, and every digit of an amount beyond the precision of a float', () => {
    expect(newPayoutBody({ ...ORDER, amount: '90071992547409931.123456', extraId: '0042' })).toContain(
      '"amount":90071992547409931.123456,"extra_id":"0042"',
    );
  });

  test('refuses more decimal places than the provider sends, instead of rounding', () => {
    expect(isPayable('0.123456')).toBe(true);
    expect(isPayable('0.1234560')).toBe(true);
    expect(isPayable('0.1234567')).toBe(false);
    expect(() => newPayoutBody({ ...ORDER, amount: '0.1234567' })).toThrow(RangeError);
  });

  test.each<[string, Reply, string]>([
    ['a broken connection', broken, 'ambiguous'],
    ['a 500', refusal(500, 'INTERNAL_ERROR', 'oops'), 'ambiguous'],
    ['a gateway’s page', text(502, '<html>'), 'ambiguous'],
    ['a page with any other status', text(404, '<html>'), 'ambiguous'],
    ['a good status with a page', text(200, '<html>'), 'ambiguous'],
    ['a good status with something else', json(200, { ok: true }), 'ambiguous'],
    [
      'two payouts for one order',
      json(200, { id: '1', withdrawals: [...CREATED.withdrawals, ...CREATED.withdrawals] }),
      'ambiguous',
    ],
    ['no connection', unreachable, 'unavailable'],
    ['the limiter’s page', text(429, '<h1>429 Too Many Requests</h1>'), 'rate_limited'],
    ['a refusal', refusal(400, 'BAD_CREATE_WITHDRAWAL_REQUEST', 'Insufficient balance'), 'rejected'],
    [
      'an address that is not let in',
      refusal(403, 'ENDPOINT_NOT_ALLOWED', 'Invalid IP 1.2.3.4'),
      'unauthorized',
    ],
  ])('that meets %s is %s, and is not asked for again', async (_what, reply, kind) => {
    const { client, seen } = open(SIGNED_IN, reply);
    expect(await kindOf(client.createPayout(ORDER))).toBe(kind);
    expect(seen.filter(({ path }) => path === '/v1/payout')).toHaveLength(1);
  });

  test('without a successful sign-in has certainly not been sent', async () => {
    expect(await kindOf(open(refusal(500, 'INTERNAL_ERROR', 'oops')).client.createPayout(ORDER))).toBe(
      'unavailable',
    );
    expect(
      await kindOf(
        open(
          refusal(401, 'AUTH_REQUIRED', 'wrong'),
          refusal(401, 'AUTH_REQUIRED', 'wrong'),
        ).client.createPayout(ORDER),
      ),
    ).toBe('unauthorized');
  });

  test('signs in again when the token is refused: the provider has then done nothing', async () => {
    const { client, seen } = open(
      SIGNED_IN,
      refusal(401, 'AUTH_REQUIRED', 'expired'),
      json(200, { token: 'token-2' }),
      json(200, CREATED),
    );
    await client.createPayout(ORDER);
    expect(seen.map(({ path }) => path)).toEqual(['/v1/auth', '/v1/payout', '/v1/auth', '/v1/payout']);
    expect(seen[3]?.headers.get('authorization')).toBe('Bearer token-2');
  });
});

describe('confirming a payout', () => {
  test('sends the code and understands the plain OK', async () => {
    const { client, seen } = open(SIGNED_IN, text(200, 'OK'));
    await client.verifyPayout('5000484300', '123456');
    expect([seen[1]?.method, seen[1]?.path, seen[1]?.body]).toEqual([
      'POST',
      '/v1/payout/5000484300/verify',
      '{"verification_code":"123456"}',
    ]);
  });

  test.each<[string, Reply, string]>([
    ['a page instead of OK', text(200, '<html>Just a moment</html>'), 'ambiguous'],
    ['a broken connection', broken, 'ambiguous'],
    ['a wrong code', refusal(400, 'BAD_REQUEST', 'Invalid verification code'), 'rejected'],
  ])('with %s is %s', async (_what, reply, kind) => {
    expect(await kindOf(open(SIGNED_IN, reply).client.verifyPayout('1', '123456'))).toBe(kind);
  });

  test('leaks neither code, token nor password, whatever the provider echoes', async () => {
    const { client, logged } = open(
      SIGNED_IN,
      refusal(400, 'BAD_REQUEST', 'code 123456 of token-1 is wrong for the-password'),
    );
    const error = await client.verifyPayout('5000484300', '123456').then(
      () => null,
      (reason: unknown) => reason,
    );
    const output = JSON.stringify([logged, (error as Error).message, error]);
    for (const secret of ['123456', 'token-1', 'the-password', 'the-api-key', '5000484300'])
      expect(output).not.toContain(secret);
    expect(output).toContain('/payout/:id/verify');
  });

  test('an id that is no number is not sent', async () => {
    const { client, seen } = open();
    expect(await kindOf(client.verifyPayout('1/../../auth', '123456'))).toBe('not_found');
    expect(await kindOf(client.getPayouts('x'))).toBe('not_found');
    expect(seen).toEqual([]);
  });
});

describe('reading payouts', () => {
  test('reads a batch in both its forms, with the key alone', async () => {
    for (const body of [CREATED, CREATED.withdrawals]) {
      const { client, seen } = open(json(200, body));
      expect(await client.getPayouts('5000484300')).toMatchObject([{ providerPayoutId: '5000000000' }]);
      expect(seen[0]?.headers.get('authorization')).toBeNull();
    }
  });

  test('searches the list by our id, page after page until an empty one, from well before the create', async () => {
    const row = (id: string, externalId: string) => ({
      ...CREATED.withdrawals[0],
      id,
      unique_external_id: externalId,
    });
    const { client, seen } = open(
      json(200, { payouts: [row('1', 'theirs'), row('2', 'ours')] }),
      json(200, { payouts: [row('3', 'ours')] }),
      json(200, { payouts: [] }),
    );
    const found = await client.findPayoutsByExternalId('ours', new Date('2026-11-01T12:00:00Z'));
    expect(found.map(({ providerPayoutId }) => providerPayoutId)).toEqual(['2', '3']);
    expect(seen.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('page'))).toEqual([
      '0',
      '1',
      '2',
    ]);
    expect(new URLSearchParams(seen[0]?.path.split('?')[1]).get('date_from')).toBe(
      '2026-11-01T11:45:00.000Z',
    );
  });

  test('a list of more than fifty pages is read in parts; a search in it is not complete', async () => {
    const page = (n: number) => json(200, { payouts: [{ ...CREATED.withdrawals[0], id: String(n) }] });
    const pages = Array.from({ length: 52 }, (_, n) => page(n));
    const { client, seen } = open(...pages, json(200, { payouts: [] }));
    const first = await client.listPayouts(new Date());
    expect([first.payouts.length, first.nextPage]).toEqual([50, 50]);
    const rest = await client.listPayouts(new Date(), 50);
    expect([rest.payouts.map(({ providerPayoutId }) => providerPayoutId), rest.nextPage]).toEqual([
      ['50', '51'],
      null,
    ]);
    expect(new URLSearchParams(seen[50]?.path.split('?')[1]).get('page')).toBe('50');
    expect(await kindOf(open(...pages).client.findPayoutsByExternalId('ours', new Date()))).toBe(
      'unavailable',
    );
  });

  test.each<[string, Reply]>([
    ['an unreadable row', json(200, { payouts: [{ id: '1' }] })],
    ['something else', json(200, { data: [] })],
  ])('a list with %s is an error, not an empty result', async (_what, reply) => {
    expect(
      await kindOf(open(reply, reply, reply, reply).client.findPayoutsByExternalId('ours', new Date())),
    ).toBe('unavailable');
  });
});

test('codes are those of authenticator apps (RFC 6238, appendix B)', () => {
  // The RFC's key, ASCII 12345678901234567890, in base32; its eight-digit codes end in ours.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(
    [59, 1111111109, 1234567890, 20000000000].map((seconds) => payoutCode(secret, Math.floor(seconds / 30))),
  ).toEqual(['287082', '081804', '005924', '353130']);
});
