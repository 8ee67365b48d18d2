import { setTimeout as pause } from 'node:timers/promises';
import { createBearerToken } from './bearerToken.ts';
import { createLocalTraffic } from './traffic/createLocalTraffic.ts';
import { createProviderCall } from './providerCall.ts';
import type { CallTimes } from './traffic/createCallTimes.ts';
import { budgetsFor } from './traffic/providerTraffic.ts';
import type { ProviderCircuit, ProviderTraffic, RequestGroup } from './traffic/providerTraffic.ts';
import { findPaymentByOrderId } from './findPaymentByOrderId.ts';
import { newPaymentBody } from './newPayment.ts';
import type { NewPayment } from './newPayment.ts';
import { createPayoutCalls } from './payoutCalls.ts';
import type { PayoutCalls } from './payoutCalls.ts';
import type { PayoutReport } from './payoutReport.ts';
import { paymentQueryParameters, readPaymentPage } from './paymentPage.ts';
import type { PaymentPage, PaymentQuery } from './paymentPage.ts';
import {
  isEstimateOf,
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
import type { IpnVerdict } from './verifyIpn.ts';

/**
 * The log of calls, such as a pino logger. It gets method, path, status, time and error codes, nothing else.
 */
interface ProviderLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface NowpaymentsClientOptions {
  /** With or without the `/v1` at its end. */
  baseUrl: string;
  apiKey: string;
  ipnSecret: string;
  /** Accepted too, while the account's secret is being replaced. */
  previousIpnSecret?: string | null;
  /** Sign-in of the account: for `listPayments`, `findPaymentByOrderId` and payouts only. */
  email?: string | undefined;
  password?: string | undefined;
  fetch?: typeof globalThis.fetch;
  /** For one whole request, including the body of the answer. */
  timeoutMs?: number;
  log?: ProviderLog;
  sleep?: (ms: number) => Promise<void>;
  now?: () => number;
  random?: () => number;
  /** Attempts in all for a call whose failure means that nothing was done. */
  attempts?: number;
  /** Budgets and circuit shared with other instances; without it the client keeps budgets of its own. */
  traffic?: ProviderTraffic;
  /** Counts how long each call took; without it no one does. */
  callTimes?: CallTimes;
  /** Called for each notification that the previous secret has signed; must not throw. */
  onPreviousSecret?: () => void;
  /** Called after each request that was sent; must not throw. */
  observeCall?: (request: { call: string; outcome: string; seconds: number }) => void;
  /**
   * Overrides the budgets of a client without `traffic`; Infinity removes one. A provider on loopback (the
   * simulator) has no budgets by default.
   */
  requestsPerSecond?: Partial<Record<RequestGroup, number>>;
}

export interface NowpaymentsClient extends PayoutCalls {
  /** Whether the provider is up. */
  status(): Promise<{ isUp: boolean; message: string }>;
  /** Codes of the currencies that this account can receive, lower-case. */
  currencies(): Promise<string[]>;
  /** The whole catalogue. Rows without a code are left out. */
  fullCurrencies(): Promise<ProviderCurrency[]>;
  /** Codes that the merchant has selected, lower-case. */
  merchantCoins(): Promise<string[]>;
  estimate(query: { amount: string; currencyFrom: string; currencyTo: string }): Promise<ProviderEstimate>;
  minAmount(query: MinimumQuery): Promise<ProviderMinimum>;
  /**
   * Creates one payment; the caller checks that the answer is what it requested. After `ambiguous`, call
   * `findPaymentByOrderId` before another create. `maySend` is asked directly before each attempt; false
   * throws `unavailable` with code TOO_LATE, and nothing is sent.
   */
  createPayment(payment: NewPayment, options?: { maySend?: () => boolean }): Promise<ProviderReport>;
  /**
   * `background`: uses the polling quota and one attempt, because the worker repeats it anyway. `timeoutMs`:
   * less than the client's own.
   */
  getPayment(
    providerPaymentId: string,
    options?: { background?: boolean; timeoutMs?: number },
  ): Promise<ProviderReport>;
  listPayments(query?: PaymentQuery): Promise<PaymentPage>;
  /** The payment of a create whose answer was lost, or null. */
  findPaymentByOrderId(orderId: string, createdAfter: Date): Promise<ProviderReport | null>;
  /** Checks a webhook with this account's secret. */
  verifyIpn(ipn: { rawBody: string | Buffer; signature: string | undefined }): IpnVerdict<ProviderReport>;
  /** The same for a payout's webhook. */
  verifyPayoutIpn(ipn: { rawBody: string | Buffer; signature: string | undefined }): IpnVerdict<PayoutReport>;
  /**
   * Calls of a group that can be sent now without waiting: 0 while the circuit is open, Infinity without a
   * budget.
   */
  quotaLeft(group: RequestGroup): Promise<number>;
  /** The circuit breaker: whether calls are sent at all. */
  circuit(): Promise<ProviderCircuit>;
  /** While the circuit is open: probes whether the provider is back, if a probe is due. */
  probeIfDue(): Promise<boolean>;
  /** Aborts calls in flight and refuses new ones. */
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
 * The client of the NOWPayments API. Every method throws ProviderError only, and RangeError for an amount
 * that is not a plain decimal. Amounts are decimal strings in both directions.
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

  const secrets = { secret: options.ipnSecret, previousSecret: options.previousIpnSecret ?? null };
  const noted = <Report>(verdict: IpnVerdict<Report>) => {
    if (verdict.ok && verdict.isPrevious) {
      options.log?.warn({}, 'a notification was signed with NOWPAYMENTS_IPN_SECRET_PREVIOUS');
      options.onPreviousSecret?.();
    }
    return verdict;
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
      const found =
        readProviderEstimate(await call({ group: 'estimate', path: '/estimate', query })) ??
        unreadable('unavailable');
      if (!isEstimateOf(found, query))
        throw new ProviderError(
          'unavailable',
          'The payment provider answered about another amount or currency.',
          {
            code: 'OTHER_ESTIMATE',
          },
        );
      return found;
    },
    async minAmount(query) {
      return (
        readProviderMinimum(
          await call({ group: 'catalogue', path: '/min-amount', query: minimumParameters(query) }),
        ) ?? unreadable('unavailable')
      );
    },
    async createPayment(payment, { maySend } = {}) {
      const body = await call({
        group: 'create',
        method: 'POST',
        path: '/payment',
        body: newPaymentBody(payment),
        isCreate: true,
        ...(maySend !== undefined && { maySend }),
      });
      // A good status with a body that is no payment: the payment may exist.
      return readProviderReport(body) ?? unreadable('ambiguous');
    },
    async getPayment(providerPaymentId, { background = false, timeoutMs } = {}) {
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
        ...(timeoutMs !== undefined && { timeoutMs }),
      });
      return readProviderReport(body) ?? unreadable('unavailable');
    },
    listPayments: getPage,
    findPaymentByOrderId: async (orderId, createdAfter) =>
      await findPaymentByOrderId(getPage, orderId, createdAfter),
    ...createPayoutCalls(call),
    verifyIpn: (ipn) => noted(verifyIpn({ ...ipn, ...secrets })),
    verifyPayoutIpn: (ipn) => noted(verifyPayoutIpn({ ...ipn, ...secrets })),
    quotaLeft: async (group) => await traffic.quotaLeft(group),
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
  throw new ProviderError(kind, 'The payment provider sent an answer of unknown form.', {
    code: 'BAD_ANSWER',
  });
}
