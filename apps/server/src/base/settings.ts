import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { addressRangeInput } from '@paydesk/types';
import { base32nopad } from '@scure/base';
import { z } from 'zod';
import { readOrCreatePrivateFile } from '@paydesk/data-folder';

/** The repository's root: relative paths in settings start here, and so does the `.env` file. */
const root = resolve(import.meta.dirname, '../../../..');

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number from 1 to 65535')
    .refine((text) => Number(text) >= 1 && Number(text) <= 65535, 'must be a whole number from 1 to 65535')
    .transform(Number)
    .default(fallback);

const usd = (fallback: string) =>
  z
    .string()
    .regex(
      /^\d{1,9}(\.\d{1,2})?$/,
      'must be an amount in USD with at most two decimal places, such as 1000.00',
    )
    .transform(withTwoPlaces)
    .default(fallback);

/**
 * One host per word, `*.` for all below it; neither commas nor semicolons, which would begin another
 * directive.
 */
const frameAncestors =
  /^(none|self|(self\s+)?https?:\/\/(\*\.)?[0-9a-z.-]+(:\d{1,5})?(\s+(self|https?:\/\/(\*\.)?[0-9a-z.-]+(:\d{1,5})?))*)$/i;

const RANGES =
  'must be addresses or ranges such as 203.0.113.7 10.0.0.0/8 2001:db8::/32, with blanks or commas between them';

/** A list of addresses and ranges of them, and perhaps a word that stands for some. */
const ranges = (words: readonly string[], message: string) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .pipe(z.array(z.union([z.literal(words), addressRangeInput], message)).min(1, message));

/** At least 80 bits, as authenticators have it. */
function isBase32Secret(text: string): boolean {
  try {
    return text.length <= 128 && base32nopad.decode(text).length >= 10;
  } catch {
    return false;
  }
}

const url = (protocols: RegExp, message: string) => z.url({ protocol: protocols, error: message });

/**
 * Every setting, by the name of its environment variable. This is the one list: `.env.example` is checked
 * against it, and nothing else in the server reads the environment.
 */
const variables = {
  PORT: port(3000),
  PUBLIC_URL: url(/^https?$/, 'must be an http:// or https:// address').optional(),
  DATABASE_URL: url(/^postgres(ql)?$/, 'must be a postgres:// or postgresql:// address').optional(),
  PAYDESK_DATA_DIR: z.string().default('.paydesk'),
  NOWPAYMENTS_API_KEY: z.string().optional(),
  NOWPAYMENTS_IPN_SECRET: z.string().optional(),
  NOWPAYMENTS_BASE_URL: url(/^https?$/, 'must be an http:// or https:// address').optional(),
  NOWPAYMENTS_EMAIL: z.string().optional(),
  NOWPAYMENTS_PASSWORD: z.string().optional(),
  NOWPAYMENTS_PAYOUT_TOTP_SECRET: z
    .string()
    .transform((text) => text.toUpperCase().replace(/[\s=-]/g, ''))
    .refine(
      isBase32Secret,
      'must be the base32 secret of the account’s authenticator, at least 16 letters and digits',
    )
    .optional(),
  PROVIDER_PAYOUTS: z.enum(['off', 'on'], 'must be off or on').default('off'),
  SIMULATOR_PORT: port(3100),
  SIMULATOR_STEP_MS: z
    .string()
    .regex(/^\d{1,7}$/, 'must be a whole number of milliseconds')
    .transform(Number)
    .default(4000),
  PAYDESK_STAFF_EMAIL: z.email('must be an e-mail address').default('admin@paydesk.local'),
  PAYDESK_STAFF_PASSWORD: z
    .string()
    .min(10, 'must have at least 10 characters')
    .max(128, 'must have at most 128 characters')
    .optional(),
  PAYDESK_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  STAFF_ALLOWED_IPS: ranges([], RANGES).optional(),
  TRUSTED_PROXIES: ranges(['loopback', 'none'], `${RANGES}; or loopback, or none`).default(['loopback']),
  PARTIAL_PAYMENTS: z.enum(['credit', 'suspense'], 'must be credit or suspense').default('credit'),
  SECOND_APPROVAL_USD: usd('1000.00'),
  WITHDRAWAL_SERVICE_FEE_USD: usd('0.50'),
  MERCHANT_NAME: z.string().trim().min(1).max(80, 'must have at most 80 characters').optional(),
  MERCHANT_URL: url(/^https?$/, 'must be an http:// or https:// address').optional(),
  CHECKOUT_FRAME_ANCESTORS: z
    .string()
    .trim()
    .regex(
      frameAncestors,
      'must be none, self or addresses such as https://shop.example.com, with blanks between them',
    )
    .default('none'),
  DEMO: z.enum(['0', '1'], 'must be 0 or 1').default('1'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be one of trace, debug, info, warn, error, fatal, silent',
    )
    .default('info'),
};

const environment = z.object(variables);

/** The names of all settings, as they stand in the environment. */
export const settingNames = Object.keys(variables) as (keyof typeof variables)[];

export type Environment = Record<string, string | undefined>;

export interface Settings {
  port: number;
  /** The address that people and the provider's notifications use; no slash at its end. */
  publicUrl: string;
  /** Null: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | null;
  /** Absolute path. */
  dataDir: string;
  /** Signs sessions and user tokens; at least 32 characters. */
  secret: string;
  provider: {
    /** True without an API key: the simulator stands in, and its keys are derived from `secret`. */
    simulated: boolean;
    apiKey: string;
    ipnSecret: string;
    /** With `/v1`, no slash at its end. */
    baseUrl: string;
    /** The account that the provider's payment list asks for; null without one. */
    login: { email: string; password: string } | null;
    payouts: {
      /** Whether withdrawals may be paid out through the provider. */
      on: boolean;
      /** The account's authenticator, base32: its codes confirm payouts. Null without one. */
      totpSecret: string | null;
    };
  };
  simulator: { port: number; stepMs: number };
  access: {
    /**
     * Proxies whose `X-Forwarded-For` is believed: ranges, or `loopback` for those on the same machine.
     * Empty: nobody's.
     */
    trustedProxies: string[];
    /** Where staff may come from; null: from anywhere. */
    staffAllowedIps: string[] | null;
  };
  /** The first admin; a null password is generated and printed once. */
  firstStaff: { email: string; password: string | null };
  partialPayments: 'credit' | 'suspense';
  /** USD, two decimal places: a withdrawal of this much or more needs two approvals. */
  secondApprovalUsd: string;
  /** USD, two decimal places: the desk's own part of a withdrawal's fee. */
  withdrawalServiceFeeUsd: string;
  checkout: {
    /** Whom a payer pays, and where the page leads back to; null: not said. */
    merchantName: string | null;
    merchantUrl: string | null;
    /** Pages that may show the checkout page in a frame, as the directive `frame-ancestors` wants them. */
    frameAncestors: string;
  };
  /** Fill an empty database with demo data; never true with a `DATABASE_URL`. */
  demo: boolean;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** All mistakes of the settings at once, one a line. Values are never shown: some of them are secrets. */
export class SettingsError extends Error {
  readonly mistakes: string[];

  constructor(mistakes: string[]) {
    super(`These settings need a look:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'SettingsError';
    this.mistakes = mistakes;
  }
}

/**
 * The settings of this process: the environment, completed by a `.env` file in the root (the real environment
 * wins) and by the secret kept in the data folder.
 * @throws SettingsError listing every mistake
 */
export function loadSettings(): Settings {
  const file = resolve(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return readSettings(process.env, keptSecret);
}

/**
 * Settings from the given variables alone; an empty variable counts as unset.
 * @param secretOf gives the secret of a data folder (absolute path) when the embedded database is used
 *   without one
 * @throws SettingsError listing every mistake
 */
export function readSettings(variables: Environment, secretOf: (dataDir: string) => string): Settings {
  const given = Object.fromEntries(settingNames.map((name) => [name, variables[name] || undefined]));
  const parsed = environment.safeParse(given);
  const mistakes = [
    ...(parsed.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}`),
    ...mistakesBetween(given),
  ];
  if (!parsed.success || mistakes.length > 0) throw new SettingsError([...new Set(mistakes)]);
  const env = parsed.data;
  const dataDir = resolve(root, env.PAYDESK_DATA_DIR);
  const secret = env.PAYDESK_SECRET ?? secretOf(dataDir);
  return {
    port: env.PORT,
    publicUrl: withoutSlash(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`),
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir,
    secret,
    provider: providerOf(env, secret),
    simulator: { port: env.SIMULATOR_PORT, stepMs: env.SIMULATOR_STEP_MS },
    access: {
      trustedProxies: env.TRUSTED_PROXIES.filter((one) => one !== 'none'),
      staffAllowedIps: env.STAFF_ALLOWED_IPS ?? null,
    },
    firstStaff: { email: env.PAYDESK_STAFF_EMAIL, password: env.PAYDESK_STAFF_PASSWORD ?? null },
    partialPayments: env.PARTIAL_PAYMENTS,
    secondApprovalUsd: env.SECOND_APPROVAL_USD,
    withdrawalServiceFeeUsd: env.WITHDRAWAL_SERVICE_FEE_USD,
    checkout: {
      merchantName: env.MERCHANT_NAME ?? null,
      merchantUrl: env.MERCHANT_URL ?? null,
      frameAncestors: env.CHECKOUT_FRAME_ANCESTORS.split(/\s+/)
        .map((word) => (/^(none|self)$/i.test(word) ? `'${word.toLowerCase()}'` : word))
        .join(' '),
    },
    demo: env.DEMO === '1' && env.DATABASE_URL === undefined,
    logLevel: env.LOG_LEVEL,
  };
}

/**
 * What no single variable can tell; looked at even when a single one is wrong, so that all is reported at
 * once.
 */
function mistakesBetween(env: Environment): string[] {
  const mistakes: string[] = [];
  const has = (name: string) => env[name] !== undefined;
  if (has('NOWPAYMENTS_API_KEY') && !has('NOWPAYMENTS_IPN_SECRET')) {
    mistakes.push(
      'NOWPAYMENTS_IPN_SECRET is needed with NOWPAYMENTS_API_KEY: without it no notification can be trusted',
    );
  }
  if (!has('NOWPAYMENTS_API_KEY') && has('NOWPAYMENTS_BASE_URL')) {
    mistakes.push(
      'NOWPAYMENTS_BASE_URL is set without NOWPAYMENTS_API_KEY: set the key too, or neither to use the simulator',
    );
  }
  if (has('NOWPAYMENTS_EMAIL') !== has('NOWPAYMENTS_PASSWORD')) {
    mistakes.push('NOWPAYMENTS_EMAIL and NOWPAYMENTS_PASSWORD belong together: set both or neither');
  }
  if (env.PROVIDER_PAYOUTS === 'on' && has('NOWPAYMENTS_API_KEY')) {
    if (!has('NOWPAYMENTS_PAYOUT_TOTP_SECRET'))
      mistakes.push(
        'NOWPAYMENTS_PAYOUT_TOTP_SECRET is needed with PROVIDER_PAYOUTS=on: the provider confirms each payout by its code',
      );
    if (!has('NOWPAYMENTS_EMAIL') && !has('NOWPAYMENTS_PASSWORD'))
      mistakes.push(
        'NOWPAYMENTS_EMAIL and NOWPAYMENTS_PASSWORD are needed with PROVIDER_PAYOUTS=on: the provider asks for this login before it pays out',
      );
  }
  if ((env.PORT ?? '3000') === (env.SIMULATOR_PORT ?? '3100') && !has('NOWPAYMENTS_API_KEY')) {
    mistakes.push('PORT and SIMULATOR_PORT must differ');
  }
  return mistakes;
}

function providerOf(env: z.output<typeof environment>, secret: string): Settings['provider'] {
  const login =
    env.NOWPAYMENTS_EMAIL && env.NOWPAYMENTS_PASSWORD
      ? { email: env.NOWPAYMENTS_EMAIL, password: env.NOWPAYMENTS_PASSWORD }
      : null;
  if (env.NOWPAYMENTS_API_KEY && env.NOWPAYMENTS_IPN_SECRET) {
    return {
      simulated: false,
      apiKey: env.NOWPAYMENTS_API_KEY,
      ipnSecret: env.NOWPAYMENTS_IPN_SECRET,
      baseUrl: withoutSlash(env.NOWPAYMENTS_BASE_URL ?? 'https://api.nowpayments.io/v1'),
      login,
      payouts: { on: env.PROVIDER_PAYOUTS === 'on', totpSecret: env.NOWPAYMENTS_PAYOUT_TOTP_SECRET ?? null },
    };
  }
  // Derived, not stored: server, worker, command line and simulator agree on them without being told.
  const derived = (purpose: string) =>
    createHmac('sha256', secret).update(`simulator ${purpose}`).digest('hex');
  return {
    simulated: true,
    apiKey: derived('api key'),
    ipnSecret: env.NOWPAYMENTS_IPN_SECRET ?? derived('ipn secret'),
    baseUrl: `http://127.0.0.1:${env.SIMULATOR_PORT}/v1`,
    login: login ?? { email: 'desk@simulator.local', password: derived('password') },
    payouts: {
      on: env.PROVIDER_PAYOUTS === 'on',
      totpSecret:
        env.NOWPAYMENTS_PAYOUT_TOTP_SECRET ??
        base32nopad.encode(Buffer.from(derived('authenticator'), 'hex')),
    },
  };
}

/** The secret in the data folder; made at the first start and readable by its owner alone. */
function keptSecret(dataDir: string): string {
  return readOrCreatePrivateFile(resolve(dataDir, 'secret'), () => randomBytes(48).toString('base64url'));
}

function withTwoPlaces(text: string): string {
  const [whole = '0', cents = ''] = text.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${cents.padEnd(2, '0')}`;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
