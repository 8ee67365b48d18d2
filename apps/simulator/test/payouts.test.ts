import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codeAt } from '../src/auth/totpCodes.ts';
import { DEFAULT_TOTP_SECRET, signIpn, type SimulatorOptions } from '../src/index.ts';
import { IPN_SECRET, openMerchant, START, type Json } from './support/openMerchant.ts';

const ADDRESS = '0x8ba1f109551bD432803012645Ac136ddd64DBA72';
const ASKED = {
  address: ADDRESS,
  currency: 'usdtbsc',
  amount: 12.5,
  unique_external_id: 'ours-1',
  ipn_callback_url: 'http://desk.test/payouts/1',
};

/** A merchant that is signed in, with its own clock so that codes change. */
const openPayer = async (options: SimulatorOptions = {}) => {
  let passed = 0;
  const opened = openMerchant({ now: () => START + passed, ...options });
  const bearer = await opened.signIn();
  const post = (path: string, body: unknown, headers = bearer) => opened.call('POST', path, body, headers);
  const code = (stepsAgo = 0) =>
    codeAt(DEFAULT_TOTP_SECRET, Math.floor((START + passed) / 30_000) - stepsAgo);
  return {
    ...opened,
    code,
    ask: (changes: Record<string, unknown> = {}) =>
      post('/v1/payout', { withdrawals: [{ ...ASKED, ...changes }] }),
    order: async (changes: Record<string, unknown> = {}): Promise<Json> =>
      (await post('/v1/payout', { withdrawals: [{ ...ASKED, ...changes }] })).json,
    verify: (id: string, digits = code()) => post(`/v1/payout/${id}/verify`, { verification_code: digits }),
    getPayout: async (id: string): Promise<Json> => (await opened.call('GET', `/v1/payout/${id}`)).json,
    list: async (query = ''): Promise<Json[]> =>
      (await opened.call('GET', `/v1/payout${query}`)).json.payouts as Json[],
    wait: async (ms: number) => {
      passed += ms;
      await opened.simulator.tick();
    },
    post,
  };
};

describe('a payout', () => {
  it('waits for the second factor, then finishes with a hash and a fee', async () => {
    const { order, verify, getPayout, simulator, ipns } = await openPayer();
    const { id, withdrawals } = await order();
    expect(withdrawals).toEqual([
      expect.objectContaining({
        batch_withdrawal_id: id,
        status: 'CREATING',
        amount: '12.5',
        currency: 'usdtbsc',
        address: ADDRESS,
        unique_external_id: 'ours-1',
        hash: null,
        requested_at: null,
        updated_at: null,
      }),
    ]);
    await simulator.tick();
    expect(await verify(id)).toMatchObject({ status: 200, type: 'text/plain', text: 'OK' });
    expect((await getPayout(id)).withdrawals[0]).toMatchObject({
      status: 'FINISHED',
      hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      fee: '0.4',
    });
    expect(ipns.map(({ json }) => json.status)).toEqual([
      'CREATING',
      'WAITING',
      'PROCESSING',
      'SENDING',
      'FINISHED',
    ]);
    expect(ipns.every((ipn) => ipn.headers['x-nowpayments-sig'] === signIpn(ipn.body, IPN_SECRET))).toBe(
      true,
    );
    expect(ipns[0]?.json).toMatchObject({
      id: withdrawals[0].id,
      batch_withdrawal_id: id,
      amount: '12.5',
      ipn_callback_url: ASKED.ipn_callback_url,
    });
    expect(ipns[0]?.json).not.toHaveProperty('unique_external_id');
  });

  it('spaces its steps when so configured', async () => {
    const { order, verify, getPayout, wait } = await openPayer({ stepMs: 1000 });
    const { id } = await order();
    await verify(id);
    const seen = [(await getPayout(id)).withdrawals[0].status];
    for (let step = 0; step < 3; step += 1) {
      await wait(1000);
      seen.push((await getPayout(id)).withdrawals[0].status);
    }
    expect(seen).toEqual(['WAITING', 'PROCESSING', 'SENDING', 'FINISHED']);
  });

  it('is made twice when requested twice, even with the same external id', async () => {
    const { order, simulator } = await openPayer();
    await order();
    await order();
    expect(simulator.state().payoutTally).toEqual({
      byExternalId: { 'ours-1': { created: 2, confirmed: 0, finished: 0 } },
      byDestination: { [`usdtbsc:${ADDRESS}:`]: { created: 2, confirmed: 0, finished: 0 } },
    });
  });

  it('is rejected after an hour without the second factor, and cannot be confirmed any more', async () => {
    const { order, verify, getPayout, wait, simulator } = await openPayer();
    const { id } = await order();
    await wait(3_599_000);
    expect((await getPayout(id)).withdrawals[0].status).toBe('CREATING');
    await wait(1000);
    expect((await getPayout(id)).withdrawals[0]).toMatchObject({
      status: 'REJECTED',
      error: 'Not verified in time',
    });
    expect((await verify(id)).status).toBe(401);
    expect(simulator.state().payoutTally.byExternalId['ours-1']).toMatchObject({ confirmed: 0 });
  });

  it('can be set to any status, with or without an IPN, and sends its IPN again unchanged', async () => {
    const { order, simulator, ipns } = await openPayer();
    const [{ id }] = (await order()).withdrawals as [{ id: string }];
    await simulator.setPayoutStatus(id, { status: 'FAILED', error: 'no gas', send_ipn: false });
    expect(ipns).toEqual([]);
    await simulator.setPayoutStatus(id, { status: 'FINISHED', error: null });
    await simulator.resendPayoutIpn(id);
    expect(ipns.map(({ json }) => [json.status, json.hash !== null])).toEqual([
      ['FINISHED', true],
      ['FINISHED', true],
    ]);
    expect(ipns[1]?.body).toBe(ipns[0]?.body);
  });
});

describe('the second factor', () => {
  it('refuses a wrong code and a code used before, and confirms once', async () => {
    const { order, verify, wait, code } = await openPayer();
    const [first, second] = [await order(), await order()] as [Json, Json];
    expect((await verify(first.id, code() === '000000' ? '111111' : '000000')).json).toMatchObject({
      statusCode: 400,
      message: 'Invalid verification code',
    });
    expect((await verify(first.id)).status).toBe(200);
    expect((await verify(second.id)).json).toMatchObject({
      statusCode: 400,
      message: 'Invalid verification code',
    });
    expect((await verify(first.id)).json.message).toBe('This payout is verified already or closed');
    await wait(30_000);
    expect((await verify(second.id)).status).toBe(200);
  });

  it('gives up on a batch after ten attempts', async () => {
    const { order, verify, code, getPayout } = await openPayer();
    const { id } = await order();
    const wrong = code() === '000000' ? '111111' : '000000';
    for (let attempt = 0; attempt < 10; attempt += 1) await verify(id, wrong);
    expect((await verify(id)).json.message).toBe('Too many attempts');
    expect((await getPayout(id)).withdrawals[0].status).toBe('CREATING');
  });

  it('and the create need the bearer token, reading does not', async () => {
    const { order, post, call } = await openPayer();
    const { id } = await order();
    expect((await post('/v1/payout', { withdrawals: [ASKED] }, {})).json).toMatchObject({
      statusCode: 401,
      code: 'AUTH_REQUIRED',
    });
    expect((await post(`/v1/payout/${id}/verify`, { verification_code: '123456' }, {})).json).toMatchObject({
      statusCode: 401,
    });
    expect((await call('GET', `/v1/payout/${id}`)).status).toBe(200);
    expect((await call('GET', '/v1/payout')).status).toBe(200);
  });
});

describe('a refusal', () => {
  it.each([
    [{ currency: 'nonsense' }, 'Currency nonsense is not available for payouts'],
    [{ address: 'not an address' }, 'Invalid payout_address: [usdtbsc] [not an address]'],
    [{ amount: 0.5 }, 'min amount is 1'],
    [{ amount: 5_000_000 }, 'Insufficient balance'],
  ])('of %j has the provider’s message', async (changes, message) => {
    const { ask, simulator } = await openPayer();
    expect((await ask(changes)).json).toMatchObject({
      statusCode: 400,
      code: 'BAD_CREATE_WITHDRAWAL_REQUEST',
      message,
    });
    expect(simulator.payouts()).toEqual([]);
  });

  it('comes for more than six decimal places', async () => {
    const { ask } = await openPayer();
    expect((await ask({ amount: 1.1234567 })).json).toMatchObject({
      statusCode: 400,
      code: 'INVALID_REQUEST_PARAMS',
    });
  });

  it('for lack of balance reports the balance, and money that came back counts again', async () => {
    const { ask, order, simulator, call } = await openPayer();
    simulator.setBalance('USDTBSC', '20');
    const { withdrawals } = await order();
    expect((await ask()).json.current_values).toEqual({ usdtbsc: { requested: 12.5, actualBalance: 7.5 } });
    expect((await call('GET', '/v1/balance')).json.usdtbsc).toEqual({ amount: 7.5, pendingAmount: 12.5 });
    await simulator.setPayoutStatus(withdrawals[0].id, { status: 'REJECTED' });
    expect((await ask()).status).toBe(200);
  });
});

describe('reading', () => {
  it('a batch answers an object, or an array if so configured; an unknown id is refused', async () => {
    const { order, getPayout, call } = await openPayer();
    const { id, withdrawals } = await order();
    expect(await getPayout(id)).toMatchObject({ id, withdrawals: [{ id: withdrawals[0].id }] });
    expect((await call('GET', '/v1/payout/123')).status).toBe(404);
    const documented = await openPayer({ payoutShape: 'array' });
    expect(await documented.getPayout((await documented.order()).id)).toEqual([
      expect.objectContaining({ status: 'CREATING' }),
    ]);
  });

  it('lists by date and pages, without a total, and may lag behind', async () => {
    const { order, list, wait } = await openPayer({ payoutListLagMs: 60_000 });
    await order();
    expect(await list()).toEqual([]);
    await wait(60_000);
    await order({ unique_external_id: 'ours-2' });
    await wait(60_000);
    expect((await list('?order=desc')).map((row) => row.unique_external_id)).toEqual(['ours-2', 'ours-1']);
    expect((await list('?limit=1&page=1')).map((row) => row.unique_external_id)).toEqual(['ours-2']);
    expect(await list(`?date_from=${new Date(START + 1).toISOString()}`)).toHaveLength(1);
    expect((await list())[0]).not.toHaveProperty('fee');
  });
});

describe('faults', () => {
  it('lost_response makes the payout and drops the answer; the same with the second factor', async () => {
    const { order, verify, list, simulator } = await openPayer();
    await simulator.setFaults({ http: 'lost_response', count: 1 });
    await expect(order()).rejects.toThrow('fetch failed');
    const [row] = await list();
    expect(row).toMatchObject({ status: 'CREATING', unique_external_id: 'ours-1' });
    await simulator.setFaults({ http: 'lost_response', count: 1 });
    await expect(verify(row?.batch_withdrawal_id as string)).rejects.toThrow('fetch failed');
    expect(simulator.state().payoutTally.byExternalId).toEqual({
      'ours-1': { created: 1, confirmed: 1, finished: 1 },
    });
  });

  it.each(['500', '429'] as const)('%s creates nothing', async (http) => {
    const { order, simulator } = await openPayer();
    await simulator.setFaults({ http, count: 1 });
    await order();
    expect(simulator.payouts()).toEqual([]);
  });

  it.each([
    ['drop', ['PROCESSING', 'SENDING', 'FINISHED']],
    ['duplicate', ['WAITING', 'WAITING', 'PROCESSING', 'SENDING', 'FINISHED']],
    ['reorder', ['PROCESSING', 'WAITING', 'SENDING', 'FINISHED']],
    ['delay', ['PROCESSING', 'SENDING', 'FINISHED', 'WAITING']],
  ] as const)('%s strikes the reports of payouts too', async (ipn, seen) => {
    const { order, verify, simulator, ipns } = await openPayer();
    const { id } = await order();
    await simulator.tick();
    ipns.length = 0;
    await simulator.setFaults({ ipn, count: 1 });
    await verify(id);
    await simulator.advanceClock(5);
    expect(ipns.map(({ json }) => json.status)).toEqual(seen);
  });
});

describe('over HTTP', () => {
  const local = { host: '127.0.0.1:3100' };

  it('a payout’s status is set, its IPN repeated, and the balance set', async () => {
    const { order, call, ipns } = await openPayer();
    const [{ id }] = (await order()).withdrawals as [{ id: string }];
    expect(
      (await call('POST', `/__sim/payouts/${id}/status`, { status: 'FINISHED' }, local)).json.payout,
    ).toMatchObject({ status: 'FINISHED' });
    await call('POST', `/__sim/payouts/${id}/ipn`, undefined, local);
    expect(ipns).toHaveLength(2);
    expect((await call('POST', '/__sim/balance', { currency: 'TRX', amount: 5 }, local)).json).toEqual({
      currency: 'trx',
      amount: '5',
    });
    expect((await call('POST', '/__sim/balance', { currency: 'TRX', amount: '-5' }, local)).status).toBe(400);
    expect((await call('GET', '/__sim/state', undefined, local)).json.payouts).toHaveLength(1);
  });
});

it('a restart keeps payouts, used codes and balances, and payouts under way continue', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const options = { journalPath: join(directory, 'simulator.jsonl'), stepMs: 10_000 };
  const before = await openPayer(options);
  before.simulator.setBalance('usdtbsc', '30');
  const [confirmed, forgotten] = [await before.order(), await before.order()] as [Json, Json];
  await before.verify(confirmed.id);
  await before.simulator.close();
  const after = await openPayer(options);
  expect((await after.ask()).json.message).toBe('Insufficient balance');
  expect((await after.verify(forgotten.id)).json.message).toBe('Invalid verification code');
  await after.wait(3_600_000);
  expect((await after.getPayout(confirmed.id)).withdrawals[0].status).toBe('FINISHED');
  expect((await after.getPayout(forgotten.id)).withdrawals[0].status).toBe('REJECTED');
});
