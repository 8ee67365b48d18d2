import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  addressRangeInput,
  IDEMPOTENCY_RETENTION_DAYS,
  MAX_PASSWORD_LENGTH,
  MIN_EVENT_RETENTION_DAYS,
  MIN_IDEMPOTENCY_RETENTION_DAYS,
  MIN_OPERATOR_PASSWORD_LENGTH,
} from '@paydesk/types';
import { base32nopad } from '@scure/base';
import { z } from 'zod';
import { readOrCreatePrivateFile } from '@paydesk/data-folder';
import { LogoError, readBrandLogo } from './brandLogo.ts';
import { databaseAddresses } from './databaseAddresses.ts';
import { FILES } from './files.ts';

const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 1 to 65535')
  .refine((text) => Number(text) >= 1 && Number(text) <= 65535, 'must be a whole number from 1 to 65535')
  .transform(Number);

const port = (fallback: number) => portNumber.default(fallback);

const hostName = z
  .string()
  .trim()
  .regex(/^[0-9a-z.:_-]{1,253}$/i, 'must be an address or a name of this machine, such as 0.0.0.0');

const usd = (fallback: string) =>
  z
    .string()
    .regex(
      /^\d{1,9}(\.\d{1,2})?$/,
      'must be an amount in USD with at most two decimal places, such as 1000.00',
    )
    .transform(withTwoPlaces)
    .default(fallback);

/** Hosts separated by spaces, `*.` for subdomains. Commas and semicolons would start another directive. */
const host = String.raw`https?:\/\/(\*\.)?[0-9a-z.-]+(:\d{1,5})?`;
const frameAncestors = new RegExp(String.raw`^(none|self|(self\s+)?${host}(\s+(self|${host}))*)$`, 'i');

const RANGES =
  'must be addresses or ranges such as 203.0.113.7 10.0.0.0/8 2001:db8::/32, separated by spaces or commas';

const ORIGINS =
  'must be origins such as https://shop.example.com, without a path or *, separated by spaces or commas';

/** Whether the text is an origin exactly as browsers send it. */
const isOrigin = (text: string) =>
  URL.canParse(text) && new URL(text).origin === text && /^https?:[^*]+$/.test(text);

/** A list of addresses and ranges; `words` are accepted as well. */
const ranges = (words: readonly string[], message: string) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .pipe(z.array(z.union([z.literal(words), addressRangeInput], message)).min(1, message));

/** At least 80 bits. */
function isBase32Secret(text: string): boolean {
  try {
    return text.length <= 128 && base32nopad.decode(text).length >= 10;
  } catch {
    return false;
  }
}

/** Why the file cannot be the logo; null if it can. */
function logoMistake(file: string): string | null {
  try {
    readBrandLogo(file);
    return null;
  } catch (error) {
    if (error instanceof LogoError) return error.message;
    throw error;
  }
}

const url = (protocols: RegExp, message: string) => z.url({ protocol: protocols, error: message });

const databaseUrl = z
  .string()
  .refine(
    (text) => databaseAddresses(text).length > 0,
    'must be a postgres:// or postgresql:// address; several hosts are separated by commas',
  )
  .optional();

/**
 * All settings, by environment variable. `.env.example` is checked against this list, and nothing else in the
 * server reads the environment.
 */
const variables = {
  PORT: port(3000),
  HOST: hostName.optional(),
  WORKER_PORT: portNumber.optional(),
  WORKER_HOST: hostName.default('localhost'),
  PUBLIC_URL: url(/^https?$/, 'must be an http:// or https:// address').optional(),
  DATABASE_URL: databaseUrl,
  DIRECT_DATABASE_URL: databaseUrl,
  READ_DATABASE_URL: databaseUrl,
  READ_DATABASE_MAX_LAG_MS: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number of milliseconds')
    .transform(Number)
    .refine((ms) => ms >= 10, 'must be at least 10 milliseconds')
    .default(300),
  MIGRATION_DATABASE_URL: databaseUrl,
  PAYDESK_DATA_DIR: z.string().default('.paydesk'),
  BACKUP_DIR: z.string().optional(),
  NOWPAYMENTS_API_KEY: z.string().optional(),
  NOWPAYMENTS_IPN_SECRET: z.string().optional(),
  NOWPAYMENTS_IPN_SECRET_PREVIOUS: z.string().optional(),
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
    .min(MIN_OPERATOR_PASSWORD_LENGTH, `must have at least ${MIN_OPERATOR_PASSWORD_LENGTH} characters`)
    .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`)
    .optional(),
  PAYDESK_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  PAYDESK_FORMER_SECRETS: z
    .string()
    .transform((text) => text.split('|').filter((secret) => secret !== ''))
    .pipe(z.array(z.string().min(32, 'must have at least 32 characters each')))
    .default([]),
  SEAL_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SEAL_PUBLIC_KEYS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((key) => key !== ''))
    .pipe(
      z.array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be public keys as paydesk verify prints them')),
    )
    .default([]),
  SEAL_EXPORT_DIR: z.string().optional(),
  STAFF_ALLOWED_IPS: ranges([], RANGES).optional(),
  TRUSTED_PROXIES: ranges(['loopback', 'none'], `${RANGES}; or loopback, or none`).default(['loopback']),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
    .pipe(z.array(z.string().refine(isOrigin, ORIGINS)).max(50, ORIGINS))
    .default([]),
  PARTIAL_PAYMENTS: z.enum(['credit', 'suspense'], 'must be credit or suspense').default('credit'),
  OVERPAYMENT_HOLD_USD: usd('1000.00'),
  IPN_CREDITS: z.enum(['verify', 'trust'], 'must be verify or trust').default('verify'),
  SECOND_APPROVAL_USD: usd('1000.00'),
  SOLO_CREDIT_USD: usd('100.00'),
  WITHDRAWAL_SERVICE_FEE_USD: usd('0.50'),
  EVENT_RETENTION_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number of days')
    .transform(Number)
    .refine((days) => days >= MIN_EVENT_RETENTION_DAYS, `must be at least ${MIN_EVENT_RETENTION_DAYS} days`)
    .default(MIN_EVENT_RETENTION_DAYS),
  IDEMPOTENCY_RETENTION_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number of days')
    .transform(Number)
    .refine(
      (days) => days >= MIN_IDEMPOTENCY_RETENTION_DAYS,
      `must be at least ${MIN_IDEMPOTENCY_RETENTION_DAYS} days`,
    )
    .default(IDEMPOTENCY_RETENTION_DAYS),
  WEBHOOK_ALLOW_PRIVATE: z.enum(['0', '1'], 'must be 0 or 1').optional(),
  MERCHANT_NAME: z.string().trim().min(1).max(80, 'must have at most 80 characters').optional(),
  MERCHANT_URL: url(/^https?$/, 'must be an http:// or https:// address').optional(),
  MERCHANT_COLOR: z
    .string()
    .trim()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0b6b66')
    .toLowerCase()
    .optional(),
  MERCHANT_LOGO: z
    .string()
    .trim()
    .transform((path) => resolve(FILES.home, path))
    .superRefine((file, { addIssue }) => {
      const message = logoMistake(file);
      if (message !== null) addIssue(message);
    })
    .optional(),
  CHECKOUT_FRAME_ANCESTORS: z
    .string()
    .trim()
    .regex(
      frameAncestors,
      'must be none, self or addresses such as https://shop.example.com, separated by spaces',
    )
    .default('none'),
  DEMO: z.enum(['0', '1'], 'must be 0 or 1').default('1'),
  SHUTDOWN_DELAY_SECONDS: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number of seconds, at most 99')
    .transform(Number)
    .default(0),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be one of trace, debug, info, warn, error, fatal, silent',
    )
    .default('info'),
};

const environment = z.object(variables);

/** The names of all settings in the environment. */
export const settingNames = Object.keys(variables) as (keyof typeof variables)[];

/** The secrets among them. Each may also be a file, named by the setting with `_FILE` at its end, as container platforms hand out secrets. */
export const secretSettings = [
  'DATABASE_URL',
  'DIRECT_DATABASE_URL',
  'READ_DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'NOWPAYMENTS_API_KEY',
  'NOWPAYMENTS_IPN_SECRET',
  'NOWPAYMENTS_IPN_SECRET_PREVIOUS',
  'NOWPAYMENTS_PASSWORD',
  'NOWPAYMENTS_PAYOUT_TOTP_SECRET',
  'PAYDESK_STAFF_PASSWORD',
  'PAYDESK_SECRET',
  'PAYDESK_FORMER_SECRETS',
  'SEAL_SECRET',
] as const satisfies readonly (typeof settingNames)[number][];

export type Environment = Record<string, string | undefined>;

export interface Settings {
  port: number;
  /** The name or address of the network interface that the server listens on. */
  host: string;
  /** Where a worker answers probes and Prometheus; null: nowhere. */
  workerEndpoint: { port: number; host: string } | null;
  /** So long a stopping server goes on answering new requests while it reports that it is not ready. */
  shutdownDelayMs: number;
  /** The address for people and for the provider's notifications; without a trailing slash. */
  publicUrl: string;
  /** Null: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | null;
  /** The same database without the pooler that `databaseUrl` then leads to; null: there is no pooler. */
  directDatabaseUrl: string | null;
  /** The standbys that lists are read from, and how far they may be behind; without an address there are none. */
  readDatabase: { url: string | null; maxLagMs: number };
  /** The same database, for the role that owns its tables; null: there is one role for everything. */
  migrationDatabaseUrl: string | null;
  /** Absolute path. */
  dataDir: string;
  /** Absolute path of the folder that the embedded PostgreSQL is backed up to; null: none. */
  backupDir: string | null;
  /** Signs sessions and user tokens; at least 32 characters. */
  secret: string;
  /** Earlier secrets: what the desk wrote with them stays its own. */
  formerSecrets: string[];
  /** Absolute paths of the files that secrets came from (`…_FILE`), by the setting's name. */
  secretFiles: Partial<Record<(typeof secretSettings)[number], string>>;
  /** The signed seals over the books. */
  seals: {
    /** The signing key is computed from it; by default the same as `secret`. */
    secret: string;
    /** Base64 public keys of earlier secrets, whose signatures stay valid. */
    formerKeys: string[];
    /** Absolute path of the folder that seals are written to; null: none. */
    exportDir: string | null;
  };
  provider: {
    /** True without an API key: the simulator is used, with keys derived from `secret`. */
    simulated: boolean;
    apiKey: string;
    ipnSecret: string;
    /** Accepted too, while the provider's is being replaced; null: none. */
    previousIpnSecret: string | null;
    /** With `/v1`, without a trailing slash. */
    baseUrl: string;
    /** The account that the provider requires for its payment list; null without one. */
    login: { email: string; password: string } | null;
    payouts: {
      /** Whether withdrawals may be paid out through the provider. */
      on: boolean;
      /** The account's TOTP secret, base32: its codes confirm payouts. Null without one. */
      totpSecret: string | null;
    };
  };
  simulator: { port: number; stepMs: number };
  access: {
    /** Proxies whose `X-Forwarded-For` is used: ranges, or `loopback` for the same machine. Empty: none. */
    trustedProxies: string[];
    /** Address ranges that staff may use; null: any address. */
    staffAllowedIps: string[] | null;
    /** Origins whose pages may call with user tokens. */
    allowedOrigins: string[];
  };
  /** The first admin; a null password is generated and printed once. */
  firstStaff: { email: string; password: string | null };
  partialPayments: 'credit' | 'suspense';
  /** USD, two decimal places: what exceeds a payment's requested amount by more than this goes to suspense. */
  overpaymentHoldUsd: string;
  /** `verify`: the provider's API is asked after each notification, and only its answer is applied. */
  ipnCredits: 'verify' | 'trust';
  /** USD, two decimal places: a withdrawal of this much or more needs two approvals. */
  secondApprovalUsd: string;
  /** What one person may credit alone with one action; five times that in 24 hours. */
  soloCreditUsd: string;
  /** USD, two decimal places: the desk's own share of a withdrawal fee. */
  withdrawalServiceFeeUsd: string;
  /** Events are removed when they are older. */
  eventRetentionDays: number;
  /** Idempotency keys are removed when they are older: the same call is a new one then. */
  idempotencyRetentionDays: number;
  /** Whether webhooks may go to private addresses and over plain http; by default only with the simulator. */
  webhookAllowPrivate: boolean;
  checkout: {
    /** The name of the payee, and the link back to it; null: not shown. */
    merchantName: string | null;
    merchantUrl: string | null;
    /** Sites that may embed the checkout page, as the value of the directive `frame-ancestors`. */
    frameAncestors: string;
  };
  /** The look of the checkout page and the admin app. */
  brand: {
    /** `#rrggbb`; null: the desk's own. */
    color: string | null;
    /** Absolute path of a checked image; null: none. */
    logoFile: string | null;
  };
  /** Fills an empty database with demo data; never true with a `DATABASE_URL`. */
  demo: boolean;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** All invalid settings at once, one a line. Values are never shown, because some are secrets. */
export class SettingsError extends Error {
  readonly mistakes: string[];

  constructor(mistakes: string[]) {
    super(`These settings are invalid:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'SettingsError';
    this.mistakes = mistakes;
  }
}

/**
 * The settings of this process: the environment, with defaults from the `.env` file and the secret in the data
 * folder.
 * @throws SettingsError
 */
export function loadSettings(): Settings {
  const file = resolve(FILES.home, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return readSettings(process.env, FILES.deployed ? null : storedSecret);
}

/**
 * Settings from the given variables only; an empty variable counts as unset.
 * @param secretOf returns the secret of a data folder (absolute path), if PAYDESK_SECRET is not set; null: there is no
 *   data folder, so secret and database have to be given
 * @throws SettingsError
 */
export function readSettings(
  variables: Environment,
  secretOf: ((dataDir: string) => string) | null,
): Settings {
  const given: Environment = Object.fromEntries(
    settingNames.map((name) => [name, variables[name] || undefined]),
  );
  const fileMistakes = secretSettings.flatMap((name) => readSecretFile(name, { variables, given }));
  const parsed = environment.safeParse(given);
  const mistakes = [
    ...fileMistakes,
    ...(parsed.error?.issues ?? [])
      .filter(
        ({ path: [name] }) => !fileMistakes.some((mistake) => mistake.startsWith(`${String(name)}_FILE`)),
      )
      .map((issue) => `${String(issue.path[0])} ${issue.message}`),
    ...mistakesBetween(given),
    ...(secretOf === null ? missingWithoutDataFolder(given) : []),
  ];
  if (!parsed.success || mistakes.length > 0) throw new SettingsError([...new Set(mistakes)]);
  const env = parsed.data;
  const dataDir = resolve(FILES.home, env.PAYDESK_DATA_DIR);
  const secret = env.PAYDESK_SECRET ?? secretOf?.(dataDir) ?? '';
  const publicUrl = withoutSlash(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`);
  return {
    port: env.PORT,
    host: env.HOST ?? hostFor(publicUrl),
    workerEndpoint: env.WORKER_PORT === undefined ? null : { port: env.WORKER_PORT, host: env.WORKER_HOST },
    shutdownDelayMs: env.SHUTDOWN_DELAY_SECONDS * 1000,
    publicUrl,
    databaseUrl: env.DATABASE_URL ?? null,
    directDatabaseUrl: env.DIRECT_DATABASE_URL ?? null,
    readDatabase: { url: env.READ_DATABASE_URL ?? null, maxLagMs: env.READ_DATABASE_MAX_LAG_MS },
    migrationDatabaseUrl: env.MIGRATION_DATABASE_URL ?? null,
    dataDir,
    backupDir: env.BACKUP_DIR === undefined ? null : resolve(FILES.home, env.BACKUP_DIR),
    secret,
    formerSecrets: env.PAYDESK_FORMER_SECRETS,
    secretFiles: secretFilesIn(variables),
    seals: {
      secret: env.SEAL_SECRET ?? secret,
      formerKeys: env.SEAL_PUBLIC_KEYS,
      exportDir: env.SEAL_EXPORT_DIR === undefined ? null : resolve(FILES.home, env.SEAL_EXPORT_DIR),
    },
    provider: providerOf(env, secret),
    simulator: { port: env.SIMULATOR_PORT, stepMs: env.SIMULATOR_STEP_MS },
    access: {
      trustedProxies: env.TRUSTED_PROXIES.filter((one) => one !== 'none'),
      staffAllowedIps: env.STAFF_ALLOWED_IPS ?? null,
      allowedOrigins: env.ALLOWED_ORIGINS,
    },
    firstStaff: { email: env.PAYDESK_STAFF_EMAIL, password: env.PAYDESK_STAFF_PASSWORD ?? null },
    partialPayments: env.PARTIAL_PAYMENTS,
    overpaymentHoldUsd: env.OVERPAYMENT_HOLD_USD,
    ipnCredits: env.IPN_CREDITS,
    secondApprovalUsd: env.SECOND_APPROVAL_USD,
    soloCreditUsd: env.SOLO_CREDIT_USD,
    withdrawalServiceFeeUsd: env.WITHDRAWAL_SERVICE_FEE_USD,
    eventRetentionDays: env.EVENT_RETENTION_DAYS,
    idempotencyRetentionDays: env.IDEMPOTENCY_RETENTION_DAYS,
    webhookAllowPrivate:
      env.WEBHOOK_ALLOW_PRIVATE === undefined
        ? env.NOWPAYMENTS_API_KEY === undefined
        : env.WEBHOOK_ALLOW_PRIVATE === '1',
    checkout: {
      merchantName: env.MERCHANT_NAME ?? null,
      merchantUrl: env.MERCHANT_URL ?? null,
      frameAncestors: env.CHECKOUT_FRAME_ANCESTORS.split(/\s+/)
        .map((word) => (/^(none|self)$/i.test(word) ? `'${word.toLowerCase()}'` : word))
        .join(' '),
    },
    brand: { color: env.MERCHANT_COLOR ?? null, logoFile: env.MERCHANT_LOGO ?? null },
    demo: env.DEMO === '1' && env.DATABASE_URL === undefined,
    logLevel: env.LOG_LEVEL,
  };
}

const secretFilesIn = (variables: Environment): Settings['secretFiles'] =>
  Object.fromEntries(
    secretSettings.flatMap((name) => {
      const path = variables[`${name}_FILE`];
      return path === undefined || path === '' ? [] : [[name, resolve(FILES.home, path)]];
    }),
  );

/** Fills in a secret that is in a file. Returns what is wrong. */
function readSecretFile(
  name: (typeof secretSettings)[number],
  { variables: { [`${name}_FILE`]: path }, given }: { variables: Environment; given: Environment },
): string[] {
  if (path === undefined || path === '') return [];
  if (given[name] !== undefined) return [`${name} and ${name}_FILE are both set: set one of them`];
  try {
    const text = readFileSync(resolve(FILES.home, path), 'utf8').trim();
    if (text === '') return [`${name}_FILE names an empty file`];
    given[name] = text;
    return [];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The contradictions between settings would only repeat that it is missing.
    given[name] = 'unreadable';
    return [`${name}_FILE names a file that cannot be read (${code ?? 'unknown reason'})`];
  }
}

/** A desk with a local address does not listen on the network. */
function hostFor(publicUrl: string): string {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(publicUrl).hostname) ? 'localhost' : '0.0.0.0';
}

/** What the data folder would hold. With a new secret, what was signed with another is no longer the desk’s own. */
function missingWithoutDataFolder({ DATABASE_URL, PAYDESK_SECRET }: Environment): string[] {
  const mistakes: string[] = [];
  if (DATABASE_URL === undefined) mistakes.push('DATABASE_URL is needed: a PostgreSQL, 15 or newer');
  if (PAYDESK_SECRET === undefined)
    mistakes.push(
      'PAYDESK_SECRET is needed, the same for all servers, workers and commands of a desk (a new one: openssl rand -base64 48)',
    );
  return mistakes;
}

/** Contradictions between settings. Checked even if a single one is invalid, so that all are reported at once. */
function mistakesBetween(env: Environment): string[] {
  const mistakes: string[] = [];
  const has = (name: string) => env[name] !== undefined;
  if (has('NOWPAYMENTS_API_KEY') && !has('NOWPAYMENTS_IPN_SECRET')) {
    mistakes.push(
      'NOWPAYMENTS_IPN_SECRET is needed with NOWPAYMENTS_API_KEY: without it no notification can be trusted',
    );
  }
  if (has('NOWPAYMENTS_IPN_SECRET_PREVIOUS') && !has('NOWPAYMENTS_IPN_SECRET')) {
    mistakes.push(
      'NOWPAYMENTS_IPN_SECRET_PREVIOUS is set without NOWPAYMENTS_IPN_SECRET: it is accepted beside the new one',
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
        'NOWPAYMENTS_PAYOUT_TOTP_SECRET is needed with PROVIDER_PAYOUTS=on: its codes confirm each payout',
      );
    if (!has('NOWPAYMENTS_EMAIL') && !has('NOWPAYMENTS_PASSWORD'))
      mistakes.push(
        'NOWPAYMENTS_EMAIL and NOWPAYMENTS_PASSWORD are needed with PROVIDER_PAYOUTS=on: payouts require this login',
      );
  }
  if (has('MIGRATION_DATABASE_URL') && !has('DATABASE_URL')) {
    mistakes.push(
      'MIGRATION_DATABASE_URL is set without DATABASE_URL: set both, or neither for the embedded database',
    );
  }
  if (has('DIRECT_DATABASE_URL') && !has('DATABASE_URL')) {
    mistakes.push(
      'DIRECT_DATABASE_URL is set without DATABASE_URL: set both behind a pooler, else DATABASE_URL alone',
    );
  }
  if (has('READ_DATABASE_URL') && !has('DATABASE_URL')) {
    mistakes.push('READ_DATABASE_URL is set without DATABASE_URL: it names the standbys of that database');
  }
  if (
    has('WORKER_PORT') &&
    [env.PORT ?? '3000', env.SIMULATOR_PORT ?? '3100'].includes(env.WORKER_PORT ?? '')
  ) {
    mistakes.push('WORKER_PORT must differ from PORT and SIMULATOR_PORT');
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
      previousIpnSecret: env.NOWPAYMENTS_IPN_SECRET_PREVIOUS ?? null,
      baseUrl: withoutSlash(env.NOWPAYMENTS_BASE_URL ?? 'https://api.nowpayments.io/v1'),
      login,
      payouts: { on: env.PROVIDER_PAYOUTS === 'on', totpSecret: env.NOWPAYMENTS_PAYOUT_TOTP_SECRET ?? null },
    };
  }
  // Derived, not stored: server, worker, command line and simulator compute the same values.
  const derived = (purpose: string) =>
    createHmac('sha256', secret).update(`simulator ${purpose}`).digest('hex');
  return {
    simulated: true,
    apiKey: derived('api key'),
    ipnSecret: env.NOWPAYMENTS_IPN_SECRET ?? derived('ipn secret'),
    previousIpnSecret: env.NOWPAYMENTS_IPN_SECRET_PREVIOUS ?? null,
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

/** The secret in the data folder, created at the first start and readable only by its owner. */
function storedSecret(dataDir: string): string {
  return readOrCreatePrivateFile(resolve(dataDir, 'secret'), () => randomBytes(48).toString('base64url'));
}

function withTwoPlaces(text: string): string {
  const [whole = '0', cents = ''] = text.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${cents.padEnd(2, '0')}`;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
