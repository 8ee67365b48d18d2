import { onTestFinished } from 'vitest';
import {
  createSimulator,
  DEFAULT_API_KEY,
  DEFAULT_CREDENTIALS,
  type IpnRequest,
  type SimulatorOptions,
} from '../../src/index.ts';

export const IPN_SECRET = 'ipn-secret-of-the-tests';
export const START = Date.parse('2026-11-01T12:00:00.000Z');
const ORIGIN = 'http://simulator.test';

/** A parsed answer. Tests check each field that they read. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = Record<string, any>;
export type Reply = { status: number; type: string; text: string; json: Json };
export type Ipn = IpnRequest & { json: Json };

/**
 * A simulator with a stopped clock, and a merchant that accepts every IPN. `answer` may refuse them; time
 * passes only by advanceClock.
 */
export const openMerchant = (options: SimulatorOptions = {}) => {
  const ipns: Ipn[] = [];
  const merchant = { answer: (_ipn: Ipn): number | Promise<number> => 200 };
  const simulator = createSimulator({
    ipnSecret: IPN_SECRET,
    now: () => START,
    timers: false,
    ipnDelivery: async (request) => {
      const ipn = { ...request, json: JSON.parse(request.body) as Json };
      ipns.push(ipn);
      return { status: await merchant.answer(ipn) };
    },
    ...options,
  });
  onTestFinished(() => simulator.close());

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const answer = await simulator.fetch(`${ORIGIN}${path}`, {
      method,
      headers: {
        'x-api-key': DEFAULT_API_KEY,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return {
      status: answer.status,
      type,
      text,
      json: type.includes('json') ? (JSON.parse(text) as Json) : {},
    };
  };
  const create = async (fields: Record<string, unknown> = {}): Promise<Json> => {
    const { json, status, text } = await call('POST', '/v1/payment', {
      price_amount: 100,
      price_currency: 'usd',
      pay_currency: 'usdttrc20',
      order_id: 'PAY_1',
      ipn_callback_url: 'http://desk.test/ipn',
      ...fields,
    });
    if (status !== 201) throw new Error(text);
    return json;
  };
  const read = async (paymentId: string | number): Promise<Json> =>
    (await call('GET', `/v1/payment/${paymentId}`)).json;
  const signIn = async (): Promise<Record<string, string>> => {
    const { json } = await call('POST', '/v1/auth', DEFAULT_CREDENTIALS);
    return { authorization: `Bearer ${String(json.token)}` };
  };
  const statuses = (): string[] => ipns.map((ipn) => ipn.json.payment_status as string);

  return { simulator, merchant, ipns, call, create, read, signIn, statuses };
};
