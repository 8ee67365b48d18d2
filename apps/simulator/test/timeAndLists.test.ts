import { describe, expect, it } from 'vitest';
import { openMerchant, START } from './support/openMerchant.ts';

const local = { host: 'localhost:3100' };

describe('the clock', () => {
  it('expires a floating payment after seven days and reports it once', async () => {
    const { simulator, create, read, statuses } = openMerchant();
    const { payment_id } = await create();
    await simulator.advanceClock(7 * 24 * 3600 - 1);
    expect((await read(payment_id)).payment_status).toBe('waiting');
    await simulator.advanceClock(1);
    expect((await read(payment_id)).payment_status).toBe('expired');
    await simulator.advanceClock(3600);
    expect(statuses()).toEqual(['expired']);
  });

  it('expires a fixed-rate payment with its window', async () => {
    const { simulator, create, read } = openMerchant();
    const { payment_id } = await create({ is_fixed_rate: true });
    await simulator.advanceClock(600);
    expect((await read(payment_id)).payment_status).toBe('expired');
  });

  it('shows an overdue payment as expired even before any task ran', async () => {
    let now = START;
    const { create, read, simulator, statuses } = openMerchant({ now: () => now });
    const { payment_id } = await create({ is_fixed_rate: true });
    now += 600_000;
    expect((await read(payment_id)).payment_status).toBe('expired');
    expect(statuses()).toEqual([]);
    await simulator.tick();
    expect(statuses()).toEqual(['expired']);
  });

  it('does not expire a paid payment', async () => {
    const { simulator, create, read } = openMerchant();
    const { payment_id } = await create();
    await simulator.deposit(payment_id, { amount: '50' });
    await simulator.advanceClock(30 * 24 * 3600);
    expect((await read(payment_id)).payment_status).toBe('partially_paid');
  });

  it('moves over HTTP, back as well, and dates new payments', async () => {
    const { call, create } = openMerchant();
    expect((await call('POST', '/__sim/clock', { advanceSeconds: 90.5 }, local)).json.clock.now).toBe(
      '2026-11-01T12:01:30.500Z',
    );
    expect((await create()).created_at).toBe('2026-11-01T12:01:30.500Z');
    expect((await call('POST', '/__sim/clock', { advanceSeconds: -90.5 }, local)).json.clock.offsetMs).toBe(
      0,
    );
    expect((await call('POST', '/__sim/clock', { advanceSeconds: 'soon' }, local)).status).toBe(400);
  });
});

describe('the bearer token', () => {
  it('lasts five minutes of the virtual clock', async () => {
    const { call, simulator, signIn } = openMerchant();
    const bearer = await signIn();
    const [, payload] = String(bearer.authorization).split('.');
    const { iat, exp } = JSON.parse(Buffer.from(String(payload), 'base64url').toString()) as {
      iat: number;
      exp: number;
    };
    expect([iat * 1000, exp - iat]).toEqual([START, 300]);
    await simulator.advanceClock(299);
    expect((await call('GET', '/v1/payment/', undefined, bearer)).status).toBe(200);
    await simulator.advanceClock(1);
    expect((await call('GET', '/v1/payment/', undefined, bearer)).json).toMatchObject({
      statusCode: 401,
      code: 'AUTH_REQUIRED',
    });
  });

  it('of another issuer is refused', async () => {
    const theirs = await openMerchant().signIn();
    const { call } = openMerchant();
    for (const authorization of [String(theirs.authorization), 'Bearer x.y.z', 'Bearer', 'nonsense']) {
      expect((await call('GET', '/v1/payment/', undefined, { authorization })).status).toBe(401);
    }
  });

  it('is not issued for a password of another case', async () => {
    const { call } = openMerchant();
    expect(
      (await call('POST', '/v1/auth', { email: 'merchant@simulator.local', password: 'SIMULATOR' })).status,
    ).toBe(401);
  });
});

describe('the payment list', () => {
  const openWith = async (count: number) => {
    const merchant = openMerchant();
    const made: string[] = [];
    for (let index = 0; index < count; index += 1) {
      made.push(
        (await merchant.create({ price_amount: 100 + ((index * 7) % count), order_id: `PAY_${index}` }))
          .payment_id as string,
      );
      await merchant.simulator.advanceClock(3600);
    }
    const bearer = await merchant.signIn();
    const list = async (query: string) =>
      await merchant.call('GET', `/v1/payment/?${query}`, undefined, bearer);
    return { ...merchant, made, list };
  };
  const idsOf = (body: { json: { data?: { payment_id: number }[] } }): string[] =>
    (body.json.data ?? []).map((row) => String(row.payment_id));

  it('comes in pages of ten, oldest first, with totals', async () => {
    const { list, made } = await openWith(23);
    const first = await list('');
    expect(idsOf(first)).toEqual(made.slice(0, 10));
    expect(first.json).toMatchObject({ limit: 10, page: 0, pagesCount: 3, total: 23 });
    expect(idsOf(await list('limit=10&page=2'))).toEqual(made.slice(20));
    expect(idsOf(await list('limit=500&page=1'))).toEqual([]);
  });

  it('sorts amounts as numbers, in both directions', async () => {
    const { list } = await openWith(12);
    const prices = async (query: string) =>
      ((await list(query)).json.data as { price_amount: number }[]).map((row) => row.price_amount);
    expect(await prices('sortBy=price_amount&orderBy=desc&limit=3')).toEqual([111, 110, 109]);
    expect(await prices('sortBy=price_amount&orderBy=asc&limit=3')).toEqual([100, 101, 102]);
  });

  it('filters by the date of creation, whole days for bare dates', async () => {
    const { list, made } = await openWith(15);
    expect(idsOf(await list('limit=500&dateTo=2026-11-01'))).toEqual(made.slice(0, 12));
    expect(idsOf(await list('limit=500&dateFrom=2026-11-02'))).toEqual(made.slice(12));
    expect(idsOf(await list('dateFrom=2026-11-01T13:00:00.000Z&dateTo=2026-11-01T14:00:00.000Z'))).toEqual(
      made.slice(1, 3),
    );
  });

  it('contains children with their parent and origin', async () => {
    const { list, made, simulator } = await openWith(1);
    await simulator.deposit(made[0] as string, { amount: '50' });
    await simulator.deposit(made[0] as string, { amount: '50' });
    const rows = (await list('')).json.data as Record<string, unknown>[];
    expect(rows[0]).not.toHaveProperty('parent_payment_id');
    expect(rows[0]?.payment_extra_ids).toEqual([rows[1]?.payment_id]);
    expect(rows[1]).toMatchObject({ parent_payment_id: Number(made[0]), origin_type: 'REPEATED' });
  });

  it.each([
    ['limit=0', 400],
    ['limit=501', 400],
    ['page=-1', 400],
    ['sortBy=secret', 400],
    ['dateFrom=yesterday', 400],
    ['orderBy=up', 400],
    ['orderBy=created_at', 500],
    ['limit=500', 200],
    ['', 200],
  ])('asked for %s answers %i', async (query, status) => {
    const { list } = await openWith(0);
    expect((await list(query)).status).toBe(status);
  });
});

describe('the controls', () => {
  it.each([
    ['a foreign host', { host: 'simulator.example.com' }],
    ['a web page', { host: 'localhost', origin: 'https://evil.example' }],
  ])('refuse %s', async (_name, headers) => {
    const { call } = openMerchant();
    expect((await call('GET', '/__sim/state', undefined, headers)).status).toBe(403);
  });

  it('show payments, deliveries, faults and clock, but no secrets', async () => {
    const { call, create, simulator } = openMerchant();
    await simulator.deposit((await create()).payment_id, { amount: 'full' });
    const { json, text } = await call('GET', '/__sim/state', undefined, local);
    expect(json).toMatchObject({
      clock: { now: '2026-11-01T12:00:00.000Z', offsetMs: 0 },
      faults: { ipn: null, http: null },
      paymentsTotal: 1,
      payments: [{ status: 'finished' }],
    });
    expect(json.ipns).toHaveLength(4);
    expect(text).not.toContain('ipn-secret-of-the-tests');
    expect(text).not.toContain('APIKEY0');
  });

  it('answer 404 for a payment that does not exist', async () => {
    const { call } = openMerchant();
    for (const control of ['deposit', 'status', 'ipn']) {
      expect(
        (
          await call(
            'POST',
            `/__sim/payments/4000000000/${control}`,
            control === 'deposit' ? { amount: '1' } : {},
            local,
          )
        ).status,
      ).toBe(404);
    }
  });

  it('return copies', async () => {
    const { simulator, create, read } = openMerchant();
    const { payment_id } = await create();
    simulator.payment(payment_id).status = 'finished';
    expect((await read(payment_id)).payment_status).toBe('waiting');
  });
});
