/** A receiver's answer to an IPN. Any 2xx counts as received. */
export type IpnAnswer = { status: number };
export type IpnRequest = { url: string; headers: Record<string, string>; body: string };

export type SimulatorOptions = {
  /** The merchant's API key; every other key gets 403. */
  apiKey?: string;
  /** Without one the provider sends no IPNs at all. */
  ipnSecret?: string | null;
  /** Dashboard login for POST /v1/auth. */
  credentials?: { email: string; password: string };
  /** The account's authenticator secret (base32), whose codes confirm payouts. */
  payoutTotpSecret?: string;
  /**
   * Milliseconds between two statuses of a paid payment. 0: all steps and their IPNs are done
   * before the deposit call returns.
   */
  stepMs?: number;
  /** Base time in ms since 1970; the clock control adds its offset to it. */
  now?: () => number;
  /** Where payments are kept over a restart. Without it they are kept in memory only. */
  journalPath?: string;
  /** Sends IPNs over HTTP. */
  fetch?: typeof fetch;
  /** Called instead of sending HTTP. An error counts as a failed delivery. */
  ipnDelivery?: (request: IpnRequest) => IpnAnswer | Promise<IpnAnswer>;
  /** false: nothing happens by itself; due steps run on `tick()` and `advanceClock()` only. */
  timers?: boolean;
  /** Source of payment ids, 0 ≤ x < 1. Seed it for runs that can be repeated. */
  random?: () => number;
  /** How often, and how far apart, a failed delivery is repeated. */
  ipnRetries?: { count: number; everyMs: number };
  ipnTimeoutMs?: number;
  /** How late the `delay` fault sends. */
  ipnDelayMs?: number;
  /** How long the `timeout` fault keeps a request open before it closes the connection. */
  httpTimeoutMs?: number;
  /** Whether deposits after expiry are reported by IPN; the real provider sends none. */
  lateDepositIpn?: boolean;
  /** Minutes that a fixed rate is valid (10 or 20; the provider's documentation contradicts itself). */
  fixedRateMinutes?: number;
  /** Currency of the merchant's wallet, used when a payment names none. */
  outcomeCurrency?: string;
  /** Account setting: how a re-deposit ends. */
  repeatedDepositStatus?: 'finished' | 'partially_paid';
  /** Account setting: how a deposit of another asset ends. */
  wrongAssetStatus?: 'finished' | 'partially_paid';
  /** Account setting: a shortfall of up to this percentage still ends `finished`. */
  coverPercent?: number;
  /** Whether child payments carry their parent's order_id (documentation and merchants disagree). */
  childOrderId?: null | 'copy';
  merchantCoinsShape?: 'selectedCurrencies' | 'currencies';
  /** How GET /v1/payout/:id answers: an object in production, an array in the documentation. */
  payoutShape?: 'object' | 'array';
  /** How long a new payout is missing from the list of payouts. */
  payoutListLagMs?: number;
  /** With this many payments, further ones are refused. */
  maxPayments?: number;
};

export type Settings = Required<Omit<SimulatorOptions, 'journalPath' | 'ipnDelivery'>> &
  Pick<SimulatorOptions, 'ipnDelivery'>;

export const DEFAULT_API_KEY = 'SIMULAT-ORDESKS-LOCAL00-APIKEY0';
export const DEFAULT_CREDENTIALS = { email: 'merchant@simulator.local', password: 'simulator' };
export const DEFAULT_TOTP_SECRET = 'ONUW25LMMF2G64TTMVRXEZLU';

const DEFAULTS = {
  apiKey: DEFAULT_API_KEY,
  ipnSecret: null,
  credentials: DEFAULT_CREDENTIALS,
  payoutTotpSecret: DEFAULT_TOTP_SECRET,
  stepMs: 0,
  now: Date.now,
  fetch: globalThis.fetch,
  timers: true,
  random: Math.random,
  ipnRetries: { count: 3, everyMs: 60_000 },
  ipnTimeoutMs: 3_000,
  ipnDelayMs: 2_000,
  httpTimeoutMs: 60_000,
  lateDepositIpn: false,
  fixedRateMinutes: 10,
  outcomeCurrency: 'usdttrc20',
  repeatedDepositStatus: 'finished',
  wrongAssetStatus: 'finished',
  coverPercent: 0,
  childOrderId: null,
  merchantCoinsShape: 'selectedCurrencies',
  payoutShape: 'object',
  payoutListLagMs: 0,
  maxPayments: 200_000,
} satisfies SimulatorOptions;

/** Options left out, or given as undefined, take their default. */
export const resolveSettings = (options: SimulatorOptions): Settings => {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, ...given } as Settings;
};
