import { describe, expect, it } from 'vitest';
import { openMerchant, START } from './support/openMerchant.ts';

const kind = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
const kinds = (body: object): Record<string, string> =>
  Object.fromEntries(Object.entries(body).map(([key, value]) => [key, kind(value)]));

describe('the types on the wire differ as they do at the provider:', () => {
  it('on create, ids are texts', async () => {
    const { create } = openMerchant();
    expect(kinds(await create())).toEqual({
      payment_id: 'string',
      payment_status: 'string',
      pay_address: 'string',
      price_amount: 'number',
      price_currency: 'string',
      pay_amount: 'number',
      amount_received: 'number',
      pay_currency: 'string',
      order_id: 'string',
      order_description: 'null',
      payin_extra_id: 'null',
      ipn_callback_url: 'string',
      created_at: 'string',
      updated_at: 'string',
      purchase_id: 'string',
      smart_contract: 'string',
      network: 'string',
      network_precision: 'number',
      time_limit: 'null',
      burning_percent: 'null',
      expiration_estimate_date: 'string',
      is_fixed_rate: 'boolean',
      is_fee_paid_by_user: 'boolean',
      valid_until: 'string',
      type: 'string',
      product: 'string',
    });
  });

  it('on GET, ids are numbers, burning_percent is the text "null" and some fields are missing', async () => {
    const { create, read } = openMerchant();
    const payment = await read((await create()).payment_id);
    expect(kinds(payment)).toEqual({
      payment_id: 'number',
      invoice_id: 'null',
      payment_status: 'string',
      pay_address: 'string',
      payin_extra_id: 'null',
      price_amount: 'number',
      price_currency: 'string',
      pay_amount: 'number',
      actually_paid: 'number',
      pay_currency: 'string',
      order_id: 'string',
      order_description: 'null',
      purchase_id: 'number',
      outcome_amount: 'number',
      outcome_currency: 'string',
      payout_hash: 'null',
      payin_hash: 'null',
      created_at: 'string',
      updated_at: 'string',
      burning_percent: 'string',
      type: 'string',
    });
    expect(payment.burning_percent).toBe('null');
  });

  it('on IPN, payment id and updated_at are numbers, the purchase id is a text, and keys are sorted', async () => {
    const { simulator, create, ipns } = openMerchant();
    const { payment_id } = await create();
    await simulator.setStatus(payment_id, { payment_status: 'confirming' });
    const body = ipns[0]?.json as object;
    expect(kinds(body)).toEqual({
      actually_paid: 'number',
      actually_paid_at_fiat: 'number',
      fee: 'object',
      invoice_id: 'null',
      order_description: 'null',
      order_id: 'string',
      outcome_amount: 'number',
      outcome_currency: 'string',
      parent_payment_id: 'null',
      pay_address: 'string',
      pay_amount: 'number',
      pay_currency: 'string',
      payin_extra_id: 'null',
      payment_extra_ids: 'null',
      payment_id: 'number',
      payment_status: 'string',
      price_amount: 'number',
      price_currency: 'string',
      purchase_id: 'string',
      updated_at: 'number',
    });
    expect(Object.keys(body)).toEqual(Object.keys(body).toSorted());
  });

  it('an estimate is a text and its amount a number', async () => {
    const { call } = openMerchant();
    const { text } = await call('GET', '/v1/estimate?amount=3999.5&currency_from=USD&currency_to=btc');
    expect(text).toBe(
      '{"currency_from":"usd","amount_from":3999.5,"currency_to":"btc","estimated_amount":"0.05332666"}',
    );
  });

  it('merchant coins have one of two keys and cases', async () => {
    const live = (await openMerchant().call('GET', '/v1/merchant/coins')).json;
    const documented = (
      await openMerchant({ merchantCoinsShape: 'currencies' }).call('GET', '/v1/merchant/coins')
    ).json;
    expect([
      Object.keys(live),
      live.selectedCurrencies[0],
      Object.keys(documented),
      documented.currencies[0],
    ]).toEqual([['selectedCurrencies'], 'BTC', ['currencies'], 'btc']);
  });

  it('currencies are texts, or objects with limits for fixed rates', async () => {
    const { call } = openMerchant();
    expect((await call('GET', '/v1/currencies')).json.currencies[0]).toBe('btc');
    expect((await call('GET', '/v1/currencies?fixed_rate=true')).json.currencies[0]).toEqual({
      min_amount: 0.000258,
      max_amount: 1.33333334,
      currency: 'btc',
    });
  });

  it('full currencies have upper-case codes, network_precision as text and precision as number', async () => {
    const { call } = openMerchant();
    const rows = (await call('GET', '/v1/full-currencies')).json.currencies as Record<string, unknown>[];
    expect(rows.find((row) => row.code === 'USDTTRC20')).toMatchObject({
      id: 52,
      network: 'trx',
      network_precision: '6',
      precision: 6,
      smart_contract: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
      is_stable: true,
      extra_id_exists: false,
    });
    expect(rows.find((row) => row.code === 'XRP')).toMatchObject({
      extra_id_exists: true,
      extra_id_optional: true,
      extra_id_regex: '^([0-9]{1,19})$',
    });
    expect(rows.find((row) => row.code === 'BNBMAINNET')).toMatchObject({
      enable: false,
      available_for_payment: false,
    });
  });
});

describe('creating a payment', () => {
  it('quotes for twenty minutes and waits seven days at a floating rate', async () => {
    const { create } = openMerchant();
    expect(await create()).toMatchObject({
      is_fixed_rate: false,
      created_at: new Date(START).toISOString(),
      expiration_estimate_date: '2026-11-01T12:20:00.000Z',
      valid_until: '2026-11-08T12:00:00.000Z',
    });
  });

  it('is valid only as long as a fixed rate, also when the fee forces one', async () => {
    const { create } = openMerchant({ fixedRateMinutes: 20 });
    const fixed = {
      is_fixed_rate: true,
      expiration_estimate_date: '2026-11-01T12:20:00.000Z',
      valid_until: '2026-11-01T12:20:00.000Z',
    };
    expect(await create({ is_fixed_rate: true })).toMatchObject({ ...fixed, pay_amount: 100 });
    expect(await create({ is_fee_paid_by_user: true })).toMatchObject({ ...fixed, pay_amount: 101.010102 });
  });

  it('gives each payment of a memo coin the same address and its own memo', async () => {
    const { create } = openMerchant();
    const [first, second] = [await create({ pay_currency: 'xrp' }), await create({ pay_currency: 'xrp' })];
    expect(first.pay_address).toBe(second.pay_address);
    expect(first.payin_extra_id).not.toBe(second.payin_extra_id);
    expect(Number(first.payin_extra_id)).toBeLessThan(2 ** 32);
  });

  it('gives every other payment its own address, and has no idempotency', async () => {
    const { create } = openMerchant();
    const [first, second] = [await create(), await create()];
    expect([
      first.pay_address === second.pay_address,
      first.payment_id === second.payment_id,
      first.order_id === second.order_id,
    ]).toEqual([false, false, true]);
  });

  it('keeps every digit of a price', async () => {
    const { call } = openMerchant();
    const body = '{"price_amount":123456789012.12345678,"price_currency":"usd","pay_currency":"usdtbsc"}';
    const { text } = await call('POST', '/v1/payment', body);
    expect(text).toContain('"price_amount":123456789012.12345678,');
    expect(text).toContain('"pay_amount":123456789012.12345678,');
  });

  it.each([
    [{ price_amount: undefined }, 'INVALID_REQUEST_PARAMS'],
    [{ price_amount: 'ten' }, 'INVALID_REQUEST_PARAMS'],
    [{ price_amount: 0 }, 'INVALID_REQUEST_PARAMS'],
    [{ price_amount: -5 }, 'INVALID_REQUEST_PARAMS'],
    [{ pay_currency: undefined }, 'INVALID_REQUEST_PARAMS'],
    [{ pay_currency: 'nope' }, 'INVALID_REQUEST_PARAMS'],
    [{ is_fixed_rate: 'yes' }, 'INVALID_REQUEST_PARAMS'],
    [{ ipn_callback_url: 'desk.test' }, 'INVALID_REQUEST_PARAMS'],
    [{ price_currency: 'zzz' }, 'BAD_REQUEST'],
    [{ price_currency: 'constructor' }, 'BAD_REQUEST'],
    [{ pay_currency: 'bnbmainnet' }, 'CURRENCY_UNAVAILABLE'],
    [{ price_amount: 11.41 }, 'AMOUNT_MINIMAL_ERROR'],
    [{ price_amount: 2001, pay_currency: 'shib' }, 'AMOUNT_MAXIMAL_ERROR'],
    [{ payout_address: 'Tx' }, 'BAD_CREATE_PAYMENT_REQUEST'],
  ])('with %j is refused as %s', async (fields, code) => {
    const { call, simulator } = openMerchant();
    const answer = await call('POST', '/v1/payment', {
      price_amount: 100,
      price_currency: 'usd',
      pay_currency: 'usdttrc20',
      ...fields,
    });
    expect(answer.json).toMatchObject({ status: false, statusCode: 400, code });
    expect(answer.status).toBe(400);
    expect(simulator.state().paymentsTotal).toBe(0);
  });

  it('priced in one stablecoin and paid in another fails with 500', async () => {
    const { call } = openMerchant();
    const answer = await call('POST', '/v1/payment', {
      price_amount: 100,
      price_currency: 'usdterc20',
      pay_currency: 'usdttrc20',
    });
    expect(answer.json).toEqual({
      status: false,
      statusCode: 500,
      code: 'INTERNAL_ERROR',
      message: 'Can not get estimate from USDTERC20 to USDTTRC20',
    });
  });

  it('stops at the limit', async () => {
    const { create } = openMerchant({ maxPayments: 1 });
    await create();
    await expect(create()).rejects.toThrow('too many payments');
  });
});

describe('the order of checks', () => {
  it('is fault, key, bearer token, schema', async () => {
    const { call, simulator, signIn } = openMerchant();
    const bearer = await signIn();
    await simulator.setFaults({ http: '429', count: 1 });
    const list = (headers: Record<string, string>) => call('GET', '/v1/payment/?limit=0', undefined, headers);
    expect((await list({ 'x-api-key': 'wrong' })).status).toBe(429);
    expect((await list({ 'x-api-key': 'wrong' })).json).toEqual({
      status: false,
      statusCode: 403,
      code: 'INVALID_API_KEY',
      message: 'Invalid api key',
    });
    expect((await list({})).json).toEqual({
      status: false,
      statusCode: 401,
      code: 'AUTH_REQUIRED',
      message: 'Authorization header is empty (Bearer JWTtoken is required)',
    });
    expect((await list(bearer)).json).toMatchObject({ statusCode: 400, code: 'INVALID_REQUEST_PARAMS' });
  });

  it('requires no key on status and auth', async () => {
    const { call } = openMerchant();
    expect((await call('GET', '/v1/status', undefined, { 'x-api-key': '' })).text).toBe('{"message":"OK"}');
    expect((await call('POST', '/v1/auth', { email: 'a', password: 'b' }, { 'x-api-key': '' })).status).toBe(
      401,
    );
  });

  it('answers ids that are not numbers, unknown ids and unknown paths with the error envelope', async () => {
    const { call } = openMerchant();
    expect((await call('GET', '/v1/payment/status')).json).toEqual({
      status: false,
      statusCode: 400,
      code: 'INVALID_REQUEST_PARAMS',
      message: 'Payment id must be a number',
    });
    expect((await call('GET', '/v1/payment/1')).json).toMatchObject({ statusCode: 404, code: 'NOT_FOUND' });
    expect((await call('GET', '/v1/nothing')).json).toMatchObject({ statusCode: 404 });
    expect((await call('POST', '/v1/payment', '{"price_amount":')).json).toMatchObject({ statusCode: 400 });
  });

  it('refuses bodies that are too large', async () => {
    const { call } = openMerchant();
    expect((await call('POST', '/v1/payment', { order_description: 'x'.repeat(300_000) })).status).toBe(413);
  });
});

describe('the minimum', () => {
  it('is what create enforces', async () => {
    const { call, create } = openMerchant();
    const { json } = await call(
      'GET',
      '/v1/min-amount?currency_from=btc&currency_to=usdttrc20&fiat_equivalent=usd',
    );
    expect(json).toEqual({
      currency_from: 'btc',
      currency_to: 'usdttrc20',
      min_amount: 0.000172,
      fiat_equivalent: 12.9,
    });
    await expect(create({ price_amount: 12.9, pay_currency: 'btc' })).resolves.toMatchObject({
      pay_amount: 0.000172,
    });
    await expect(create({ price_amount: 12.89, pay_currency: 'btc' })).rejects.toThrow('less than minimal');
  });

  it('is higher at a fixed rate and unknown for coins that cannot be converted', async () => {
    const { call } = openMerchant();
    expect((await call('GET', '/v1/min-amount?currency_from=btc&is_fixed_rate=True')).json.min_amount).toBe(
      0.000258,
    );
    expect((await call('GET', '/v1/min-amount?currency_from=luna&currency_to=usdttrc20')).json).toEqual({
      status: false,
      statusCode: 400,
      code: 'BAD_REQUEST',
      message: 'Currency luna is not convertable to usdttrc20 now',
    });
  });
});
