import { setTimeout as pause } from 'node:timers/promises';
import { createBearerToken } from './bearerToken.ts';
import { createLocalTraffic } from './traffic/createLocalTraffic.ts';
import { createProviderCall } from './providerCall.ts';
import { budgetsFor } from './traffic/providerTraffic.ts';
import type { ProviderCircuit, ProviderTraffic, RequestGroup } from './traffic/providerTraffic.ts';
import { findPaymentByOrderId } from './findPaymentByOrderId.ts';
import { newPaymentBody } from './newPayment.ts';
import type { NewPayment } from './newPayment.ts';
import { createPayoutCalls } from './payoutCalls.ts';
import type { PayoutCalls } from './payoutCalls.ts';
import { paymentQueryParameters, readPaymentPage } from './paymentPage.ts';
import type { PaymentPage, PaymentQuery } from './paymentPage.ts';
import {
  readCurrencyCodes,
  readProviderCurrency,
  readProviderEstimate,
  readProviderMinimum,
} from './providerCurrency.ts';
import type { ProviderCurrency, ProviderEstimate, ProviderMinimum } from './providerCurrency.ts';
import { ProviderError } from './providerError.ts';
import { readProviderReport } from './providerReport.ts';
import type { ProviderReport } from './providerReport.ts';
import { isObject, readText } from './readField.ts';
import { verifyIpn, verifyPayoutIpn } from './verifyIpn.ts';
import type { IpnVerdict, PayoutIpnVerdict } from './verifyIpn.ts';

/**
 * Where calls are reported; a pino logger fits. Only method, path, status, time and error codes are written.
 */
export interface ProviderLog {
  debug(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface NowpaymentsClientOptions {
  /** With or without the `/v1` at its end. */
  baseUrl: string;
  apiKey: string;
  ipnSecret: string;
  /** The dashboard's sign-in: needed by `listPayments`, `findPaymentByOrderId` and payouts only. */
  email?: string | undefined;
  password?: string | undefined;
  fetch?: typeof globalThis.fetch;
  /** For one whole exchange, body included. */
  timeoutMs?: number;
  log?: ProviderLog;
  sleep?: (ms: number) => Promise<void>;
  now?: () => number;
  random?: () => number;
  /** Tries in all for a call whose failure proves that nothing was done. */
  attempts?: number;
  /** Budgets and circuit shared with other instances; without it the client keeps budgets of its own. */
  traffic?: ProviderTraffic;
  /**
   * Overrides the client's own budgets; Infinity lifts one. A provider on loopback (the simulator) has none
   * by default.
   */
  requestsPerSecond?: Partial<Record<RequestGroup, number>>;
}

export interface NowpaymentsClient extends PayoutCalls {
  /** Whether the provider is up. */
  status(): Promise<{ isUp: boolean; message: string }>;
  /** Codes that could be paid to this account, lower-case. */
  currencies(): Promise<string[]>;
  /** The whole catalogue. Rows without a code are left out. */
  fullCurrencies(): Promise<ProviderCurrency[]>;
  /** Codes that the merchant has ticked, lower-case. */
  merchantCoins(): Promise<string[]>;
  estimate(query: { amount: string; currencyFrom: string; currencyTo: string }): Promise<ProviderEstimate>;
  minAmount(query: MinimumQuery): Promise<ProviderMinimum>;
  /** Creates one payment. On `ambiguous`: `findPaymentByOrderId` first, then at most one more create. */
  createPayment(payment: NewPayment): Promise<ProviderReport>;
  /** `background`: from the budget of polling, and tried once, because it is asked again anyway. */
  getPayment(providerPaymentId: string, options?: { background?: boolean }): Promise<ProviderReport>;
  listPayments(query?: PaymentQuery): Promise<PaymentPage>;
  /** The payment of a create whose answer was lost, or null. */
  findPaymentByOrderId(orderId: string, createdAfter: Date): Promise<ProviderReport | null>;
  /** Checks a webhook with this account's secret. */
  verifyIpn(ipn: { rawBody: string | Buffer; signature: string | undefined }): IpnVerdict;
  /** The same for a payout's webhook. */
  verifyPayoutIpn(ipn: { rawBody: string | Buffer; signature: string | undefined }): PayoutIpnVerdict;
  /**
   * Calls of a group that could be sent now without waiting: 0 while the circuit is open, Infinity without a
   * budget.
   */
  turnsLeft(group: RequestGroup): Promise<number>;
  /** Whether the provider is asked at all. */
  circuit(): Promise<ProviderCircuit>;
  /** While the circuit is open: looks whether the provider is back, if a look is due. */
  probeIfDue(): Promise<boolean>;
  /** Ends what is in flight and refuses the rest. */
  close(): void;
}

export interface MinimumQuery {
  currencyFrom: string;
  /** Outcome currency; without it an account with several wallets gets a wrong minimum. */
  currencyTo?: string;
  /** Fiat code, "usd". */
  fiatEquivalent?: string;
  isFixedRate?: boolean;
  isFeePaidByUser?: boolean;
}

/**
 * The one client of the NOWPayments API. Every method throws ProviderError and nothing else, but for
 * RangeError on an amount that is no plain decimal. Amounts go in and come out as decimal strings.
 */
export function createNowpaymentsClient(options: NowpaymentsClientOptions): NowpaymentsClient {
  const { email, password } = options;
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? (async (ms: number) => await pause(ms));
  const closing = new AbortController();
  const traffic =
    options.traffic ??
    createLocalTraffic({ budgets: budgetsFor(options.baseUrl, options.requestsPerSecond), now, sleep });
  const { call, probeIfDue } = createProviderCall({
    ...options,
    traffic,
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? 15_000,
    attempts: options.attempts ?? 4,
    random: options.random ?? Math.random,
    sleep,
    now,
    closed: closing.signal,
    bearer:
      email && password
        ? createBearerToken({
            now,
            signIn: () =>
              call({
                group: 'auth',
                method: 'POST',
                path: '/auth',
                body: JSON.stringify({ email, password }),
                keyless: true,
              }),
          })
        : null,
  });

  const getPage = async (query: PaymentQuery = {}): Promise<PaymentPage> => {
    const body = await call({
      group: 'list',
      path: '/payment/',
      query: paymentQueryParameters(query),
      bearer: 'needed',
    });
    return readPaymentPage(body, query) ?? unreadable('unavailable');
  };

  return {
    async status() {
      const body = await call({ group: 'read', path: '/status', keyless: true });
      const message = (isObject(body) ? readText(body['message']) : null) ?? '';
      return { isUp: message.toUpperCase() === 'OK', message };
    },
    async currencies() {
      return (
        readCurrencyCodes(await call({ group: 'catalogue', path: '/currencies' })) ??
        unreadable('unavailable')
      );
    },
    async fullCurrencies() {
      const body = await call({ group: 'catalogue', path: '/full-currencies' });
      const rows = Array.isArray(body) ? body : isObject(body) ? body['currencies'] : null;
      if (!Array.isArray(rows)) return unreadable('unavailable');
      return rows.map(readProviderCurrency).filter((currency) => currency !== null);
    },
    async merchantCoins() {
      return (
        readCurrencyCodes(await call({ group: 'catalogue', path: '/merchant/coins' })) ??
        unreadable('unavailable')
      );
    },
    async estimate({ amount, currencyFrom, currencyTo }) {
      const query = {
        amount,
        currency_from: currencyFrom.toLowerCase(),
        currency_to: currencyTo.toLowerCase(),
      };
      return (
        readProviderEstimate(await call({ group: 'estimate', path: '/estimate', query })) ??
        unreadable('unavailable')
      );
    },
    async minAmount(query) {
      return (
        readProviderMinimum(
          await call({ group: 'catalogue', path: '/min-amount', query: minimumParameters(query) }),
        ) ?? unreadable('unavailable')
      );
    },
    async createPayment(payment) {
      const body = await call({
        group: 'create',
        method: 'POST',
        path: '/payment',
        body: newPaymentBody(payment),
        isCreate: true,
      });
      const report = readProviderReport(body);
      // A good status with a body that is no payment: one may exist all the same.
      return report?.payAddress ? report : unreadable('ambiguous');
    },
    async getPayment(providerPaymentId, { background = false } = {}) {
      if (!/^\d{1,20}$/.test(providerPaymentId))
        throw new ProviderError('not_found', 'A provider payment id is a number.', {
          code: 'INVALID_PAYMENT_ID',
        });
      const body = await call({
        group: background ? 'poll' : 'read',
        path: `/payment/${providerPaymentId}`,
        bearer: 'if_asked',
        logPath: '/payment/:id',
        ...(background && { attempts: 1 }),
      });
      return readProviderReport(body) ?? unreadable('unavailable');
    },
    listPayments: getPage,
    findPaymentByOrderId: async (orderId, createdAfter) =>
      await findPaymentByOrderId(getPage, orderId, createdAfter),
    ...createPayoutCalls(call),
    verifyIpn: ({ rawBody, signature }) => verifyIpn({ rawBody, signature, secret: options.ipnSecret }),
    verifyPayoutIpn: ({ rawBody, signature }) =>
      verifyPayoutIpn({ rawBody, signature, secret: options.ipnSecret }),
    turnsLeft: async (group) => await traffic.turnsLeft(group),
    circuit: async () => await traffic.circuit(),
    probeIfDue,
    close: () => closing.abort(),
  };
}

function minimumParameters(query: MinimumQuery): Record<string, string> {
  const parameters: Record<string, string> = { currency_from: query.currencyFrom.toLowerCase() };
  if (query.currencyTo !== undefined) parameters['currency_to'] = query.currencyTo.toLowerCase();
  if (query.fiatEquivalent !== undefined) parameters['fiat_equivalent'] = query.fiatEquivalent.toLowerCase();
  if (query.isFixedRate !== undefined) parameters['is_fixed_rate'] = String(query.isFixedRate);
  if (query.isFeePaidByUser !== undefined) parameters['is_fee_paid_by_user'] = String(query.isFeePaidByUser);
  return parameters;
}

function unreadable(kind: 'unavailable' | 'ambiguous'): never {
  throw new ProviderError(kind, 'The payment provider sent an answer of an unknown form.', {
    code: 'BAD_ANSWER',
  });
}
