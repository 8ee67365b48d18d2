import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_API_KEY, signIpn } from '../src/index.ts';
import { IPN_SECRET, openMerchant, type Ipn } from './support/openMerchant.ts';

const isGenuine = (ipn: Ipn): boolean => ipn.headers['x-nowpayments-sig'] === signIpn(ipn.body, IPN_SECRET);
const NEW_PAYMENT = {
  price_amount: 100,
  price_currency: 'usd',
  pay_currency: 'usdttrc20',
  order_id: 'PAY_1',
};

describe('IPNs', () => {
  it('carry a genuine signature and a JSON content type', async () => {
    const { simulator, create, ipns } = openMerchant();
    await simulator.deposit((await create()).payment_id, { amount: 'full' });
    expect(ipns.map(isGenuine)).toEqual([true, true, true, true]);
    expect(ipns[0]?.headers['content-type']).toBe('application/json');
  });

  it('are not sent without a secret, nor without a callback URL', async () => {
    const secretless = openMerchant({ ipnSecret: null });
    await secretless.simulator.deposit((await secretless.create()).payment_id, { amount: 'full' });
    const { simulator, create, ipns } = openMerchant();
    await simulator.deposit((await create({ ipn_callback_url: null })).payment_id, { amount: 'full' });
    expect([secretless.ipns, ipns]).toEqual([[], []]);
  });

  it('are sent again three times, a minute apart, while the receiver refuses them', async () => {
    const { simulator, merchant, create, ipns } = openMerchant();
    merchant.answer = () => 500;
    await simulator.setStatus((await create()).payment_id, { payment_status: 'confirming' });
    await simulator.advanceClock(59);
    expect(ipns).toHaveLength(1);
    await simulator.advanceClock(600);
    expect(ipns).toHaveLength(4);
    expect(new Set(ipns.map((ipn) => ipn.body)).size).toBe(1);
    expect(
      simulator.state().ipns.map(({ attempt, httpStatus, at }) => [attempt, httpStatus, at.slice(14, 19)]),
    ).toEqual([
      [1, 500, '00:00'],
      [2, 500, '01:00'],
      [3, 500, '02:00'],
      [4, 500, '03:00'],
    ]);
  });

  it('are not sent again once received', async () => {
    const { simulator, merchant, create, ipns } = openMerchant();
    merchant.answer = () => (ipns.length < 2 ? 503 : 204);
    await simulator.setStatus((await create()).payment_id, { payment_status: 'confirming' });
    await simulator.advanceClock(600);
    expect(ipns).toHaveLength(2);
  });

  it('count as refused when the answer takes too long', async () => {
    const { simulator, merchant, create } = openMerchant({ ipnTimeoutMs: 20 });
    merchant.answer = () => new Promise<number>(() => undefined);
    await simulator.setStatus((await create()).payment_id, { payment_status: 'confirming' });
    expect(simulator.state().ipns[0]).toMatchObject({ httpStatus: null, error: 'no answer within 20 ms' });
  });

  it('are sent again unchanged on request', async () => {
    const { simulator, create, ipns } = openMerchant();
    const { payment_id } = await create();
    await expect(simulator.resendIpn(payment_id)).rejects.toThrow('No IPN');
    await simulator.setStatus(payment_id, { payment_status: 'confirming' });
    await simulator.resendIpn(payment_id);
    expect(ipns[1]).toEqual(ipns[0]);
  });

  it('are sent over real HTTP, do not follow redirects and survive an unreachable receiver', async () => {
    const received: { signature: unknown; body: string }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request
        .on('data', (chunk: Buffer) => {
          body += chunk.toString();
        })
        .on('end', () => {
          received.push({ signature: request.headers['x-nowpayments-sig'], body });
          response.writeHead(request.url === '/moved' ? 307 : 200, { location: '/ipn' }).end('ok');
        });
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void receiver.close());
    await once(receiver, 'listening');
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const { simulator, create } = openMerchant({ ipnDelivery: undefined });
    for (const target of [`${url}/ipn`, `${url}/moved`, 'http://127.0.0.1:1/ipn']) {
      await simulator.setStatus((await create({ ipn_callback_url: target })).payment_id, {
        payment_status: 'confirming',
      });
    }
    expect(received.map(({ signature, body }) => signature === signIpn(body, IPN_SECRET))).toEqual([
      true,
      true,
    ]);
    const log = simulator.state().ipns;
    expect(log.map((entry) => entry.httpStatus)).toEqual([200, 307, null]);
    expect(log[2]?.error).toBeTruthy();
    expect(simulator.state().clock.pendingTasks).toBe(5);
  });

  it('are logged for a while only', async () => {
    const { simulator, create } = openMerchant();
    const { payment_id } = await create();
    for (let index = 0; index < 1010; index += 1)
      await simulator.setStatus(payment_id, { payment_status: 'confirming' });
    expect(simulator.state().ipns).toHaveLength(1000);
    expect(simulator.state().ipns[0]?.seq).toBe(10);
  });
});

describe('the ipn fault', () => {
  const paidWith = async (ipn: 'drop' | 'duplicate' | 'reorder' | 'forge' | 'delay', count?: number) => {
    const merchant = openMerchant();
    const { payment_id } = await merchant.create();
    await merchant.simulator.setFaults({ ipn, ...(count === undefined ? {} : { count }) });
    await merchant.simulator.deposit(payment_id, { amount: 'full' });
    return merchant;
  };

  it('drop loses as many IPNs as requested', async () => {
    const { simulator, statuses } = await paidWith('drop', 2);
    await simulator.advanceClock(3600);
    expect(statuses()).toEqual(['sending', 'finished']);
    expect(simulator.state().faults.ipn).toBeNull();
  });

  it('drop without a count lasts until it is removed', async () => {
    const { simulator, statuses, create } = await paidWith('drop');
    await simulator.setFaults({ ipn: null });
    await simulator.deposit((await create()).payment_id, { amount: '1' });
    expect(statuses()).toEqual(['confirming', 'failed']);
  });

  it('duplicate sends the same IPN twice', async () => {
    const { statuses, ipns } = await paidWith('duplicate', 1);
    expect(statuses()).toEqual(['confirming', 'confirming', 'confirmed', 'sending', 'finished']);
    expect(ipns[1]).toEqual(ipns[0]);
  });

  it('reorder sends an IPN after the one that follows it', async () => {
    expect((await paidWith('reorder', 1)).statuses()).toEqual([
      'confirmed',
      'confirming',
      'sending',
      'finished',
    ]);
    expect((await paidWith('reorder')).statuses()).toEqual([
      'confirmed',
      'confirming',
      'finished',
      'sending',
    ]);
  });

  it('reorder sends the last IPN when the fault is removed, or after a minute', async () => {
    const { simulator, create, statuses } = openMerchant();
    await simulator.setFaults({ ipn: 'reorder' });
    await simulator.setStatus((await create()).payment_id, { payment_status: 'confirming' });
    expect(statuses()).toEqual([]);
    await simulator.setFaults({ ipn: null });
    expect(statuses()).toEqual(['confirming']);
    await simulator.setFaults({ ipn: 'reorder' });
    await simulator.setStatus((await create()).payment_id, { payment_status: 'finished' });
    await simulator.advanceClock(60);
    expect(statuses()).toEqual(['confirming', 'finished']);
  });

  it('forge signs with a wrong key, and the retry is signed correctly', async () => {
    const { simulator, merchant, create, ipns } = openMerchant();
    merchant.answer = (ipn) => (isGenuine(ipn) ? 200 : 401);
    await simulator.setFaults({ ipn: 'forge', count: 1 });
    await simulator.setStatus((await create()).payment_id, { payment_status: 'confirming' });
    await simulator.advanceClock(60);
    expect(ipns.map(isGenuine)).toEqual([false, true]);
    expect(ipns[0]?.headers['x-nowpayments-sig']).toMatch(/^[0-9a-f]{128}$/);
  });

  it('delay sends the state at the time of the report late', async () => {
    const { simulator, statuses } = await paidWith('delay', 1);
    expect(statuses()).toEqual(['confirmed', 'sending', 'finished']);
    await simulator.advanceClock(2);
    expect(statuses()).toEqual(['confirmed', 'sending', 'finished', 'confirming']);
  });
});

describe('the http fault', () => {
  it('429 answers in HTML before the key is checked, and without a time to retry', async () => {
    const { call, simulator } = openMerchant();
    await simulator.setFaults({ http: '429', count: 1 });
    const answer = await call('POST', '/v1/payment', NEW_PAYMENT, { 'x-api-key': 'wrong' });
    expect([answer.status, answer.type]).toEqual([429, 'text/html']);
    expect(answer.text).toContain('<h1>429 Too Many Requests</h1>');
    expect((await call('GET', '/v1/status')).status).toBe(200);
  });

  it('500 answers the envelope and creates nothing', async () => {
    const { call, simulator } = openMerchant();
    await simulator.setFaults({ http: '500', count: 1 });
    expect((await call('POST', '/v1/payment', NEW_PAYMENT)).json).toMatchObject({
      status: false,
      statusCode: 500,
      code: 'INTERNAL_ERROR',
    });
    expect(simulator.state().paymentsTotal).toBe(0);
  });

  it('lost_response waits for a create, makes the payment and drops the connection', async () => {
    const { call, simulator } = openMerchant();
    await simulator.setFaults({ http: 'lost_response', count: 1 });
    expect((await call('GET', '/v1/status')).status).toBe(200);
    await expect(call('POST', '/v1/payment', NEW_PAYMENT)).rejects.toThrow('fetch failed');
    expect(simulator.state().payments).toMatchObject([{ orderId: 'PAY_1', status: 'waiting' }]);
    expect((await call('POST', '/v1/payment', NEW_PAYMENT)).status).toBe(201);
  });

  it('timeout leaves the client waiting and closes the connection in the end', async () => {
    const { call, simulator } = openMerchant({ httpTimeoutMs: 30 });
    await simulator.setFaults({ http: 'timeout', count: 1 });
    await expect(call('POST', '/v1/payment', NEW_PAYMENT)).rejects.toThrow('fetch failed');
    expect(simulator.state().paymentsTotal).toBe(0);
  });

  it('works over real connections too, and closing does not wait for them', async () => {
    const { simulator } = openMerchant();
    const url = await simulator.listen();
    const request = () =>
      fetch(`${url}/v1/payment`, {
        method: 'POST',
        headers: { 'x-api-key': 'SIMULAT-ORDESKS-LOCAL00-APIKEY0', 'content-type': 'application/json' },
        body: JSON.stringify(NEW_PAYMENT),
      });
    await simulator.setFaults({ http: 'lost_response', count: 1 });
    await expect(request()).rejects.toThrow('fetch failed');
    expect(simulator.state().paymentsTotal).toBe(1);
    await simulator.setFaults({ http: 'timeout', count: 1 });
    const hanging = request().catch((error: Error) => error.message);
    while (simulator.state().faults.http !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    const startedAt = Date.now();
    await simulator.close();
    expect(await hanging).toBe('fetch failed');
    expect(Date.now() - startedAt).toBeLessThan(2000);
  });
});

describe('wrong answers', () => {
  const body = async (simulator: ReturnType<typeof openMerchant>['simulator'], id: string) => {
    const answer = await simulator.fetch(`http://simulator/v1/payment/${id}`, {
      headers: { 'x-api-key': DEFAULT_API_KEY },
    });
    return (await answer.json()) as Record<string, unknown>;
  };

  it.each([
    ['wrong_currency', { pay_currency: 'trx' }],
    ['wrong_price', { price_amount: 1, pay_amount: 1 }],
    ['wrong_price_currency', { price_currency: 'eur' }],
    ['wrong_address', { pay_address: '0x8ba1f109551bD432803012645Ac136ddd64DBA72' }],
    ['wrong_order', { order_id: 'another-order' }],
    ['no_memo', { payin_extra_id: null }],
    ['no_amount', { pay_amount: null }],
    ['future_time', { updated_at: '2099-01-01T00:00:00.000Z' }],
    ['absurd_amount', { actually_paid: 1e30 }],
  ] as const)('%s changes as many bodies as asked, and not the record', async (answer, change) => {
    const { simulator, create } = openMerchant();
    const { payment_id: id } = await create();
    const honest = await body(simulator, id);
    await simulator.setFaults({ answer, count: 1 });
    expect(await body(simulator, id)).toEqual({
      ...honest,
      ...change,
      ...(answer === 'absurd_amount' && { pay_amount: 1e30 }),
    });
    expect(await body(simulator, id)).toEqual(honest);
    expect(simulator.state().faults.answer).toBeNull();
  });

  it('reach an IPN before it is signed', async () => {
    const { simulator, create, ipns } = openMerchant();
    const { payment_id: id } = await create();
    await simulator.setFaults({ answer: 'wrong_currency', count: 1 });
    await simulator.deposit(id, { amount: 'full' });
    expect(ipns.map(isGenuine)).toEqual([true, true, true, true]);
    expect(ipns.map((ipn) => (JSON.parse(ipn.body) as { pay_currency: string }).pay_currency)).toEqual([
      'trx',
      'usdttrc20',
      'usdttrc20',
      'usdttrc20',
    ]);
  });

  it('put odd rows into the currency list, or move a currency to another network', async () => {
    const { simulator } = openMerchant();
    const rows = async (answer: 'odd_rows' | 'moved_network') => {
      await simulator.setFaults({ answer, count: 1 });
      const list = await simulator.fetch('http://simulator/v1/full-currencies', {
        headers: { 'x-api-key': DEFAULT_API_KEY },
      });
      return ((await list.json()) as { currencies: { code: string; network: string }[] }).currencies;
    };
    const codes = (await rows('odd_rows')).map(({ code }) => code);
    expect([codes.includes('USDT-X'), codes.filter((code) => code.toUpperCase() === 'ETH').length]).toEqual([
      true,
      2,
    ]);
    expect((await rows('moved_network')).find(({ code }) => code === 'USDTTRC20')?.network).toBe('bsc');
  });
});

describe('setting faults over HTTP', () => {
  const local = { host: '127.0.0.1:3100' };

  it('accepts statuses as numbers or texts, keeps faults that are not named and removes one with null', async () => {
    const { call } = openMerchant();
    expect((await call('POST', '/__sim/faults', { http: 429, count: 2 }, local)).json.faults).toEqual({
      answer: null,
      ipn: null,
      http: { fault: '429', left: 2 },
    });
    expect((await call('POST', '/__sim/faults', { ipn: 'drop' }, local)).json.faults).toEqual({
      answer: null,
      ipn: { fault: 'drop', left: null },
      http: { fault: '429', left: 2 },
    });
    expect((await call('POST', '/__sim/faults', { ipn: null, http: null }, local)).json.faults).toEqual({
      answer: null,
      ipn: null,
      http: null,
    });
  });

  it.each([
    { ipn: 'lose' },
    { http: 404 },
    { ipn: 'drop', count: 0 },
    { ipn: 'drop', count: 1.5 },
    { other: 1 },
  ])('refuses %j', async (body) => {
    const { call } = openMerchant();
    expect((await call('POST', '/__sim/faults', body, local)).status).toBe(400);
  });
});
