import { createHmac } from 'node:crypto';
import { base32nopad } from '@scure/base';
import { z } from 'zod';
import { type Environment, httpUrl, port, withoutSlash } from './fields.ts';

/** At least 80 bits. */
function isBase32Secret(text: string): boolean {
  try {
    return text.length <= 128 && base32nopad.decode(text).length >= 10;
  } catch {
    return false;
  }
}

/** The account at the provider, or the simulator in its place. */
export const providerVariables = {
  NOWPAYMENTS_API_KEY: z.string().optional(),
  NOWPAYMENTS_IPN_SECRET: z.string().optional(),
  NOWPAYMENTS_IPN_SECRET_PREVIOUS: z.string().optional(),
  NOWPAYMENTS_BASE_URL: httpUrl,
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
};

export interface ProviderSettings {
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
}

type Given = z.output<z.ZodObject<typeof providerVariables>>;

/** @param secret what the keys of the simulator are derived from */
export const providerSettings = (env: Given, secret: string): ProviderSettings => ({
  provider: providerOf(env, secret),
  simulator: { port: env.SIMULATOR_PORT, stepMs: env.SIMULATOR_STEP_MS },
});

/** Keys of the provider's account that are missing or have no use. */
export function providerMistakes(given: Environment): string[] {
  const mistakes: string[] = [];
  const has = (name: keyof typeof providerVariables) => given[name] !== undefined;
  if (has('NOWPAYMENTS_API_KEY') && !has('NOWPAYMENTS_IPN_SECRET'))
    mistakes.push(
      'NOWPAYMENTS_IPN_SECRET is needed with NOWPAYMENTS_API_KEY: without it no notification can be trusted',
    );
  if (has('NOWPAYMENTS_IPN_SECRET_PREVIOUS') && !has('NOWPAYMENTS_IPN_SECRET'))
    mistakes.push(
      'NOWPAYMENTS_IPN_SECRET_PREVIOUS is set without NOWPAYMENTS_IPN_SECRET: it is accepted beside the new one',
    );
  if (!has('NOWPAYMENTS_API_KEY') && has('NOWPAYMENTS_BASE_URL'))
    mistakes.push(
      'NOWPAYMENTS_BASE_URL is set without NOWPAYMENTS_API_KEY: set the key too, or neither to use the simulator',
    );
  if (has('NOWPAYMENTS_EMAIL') !== has('NOWPAYMENTS_PASSWORD'))
    mistakes.push('NOWPAYMENTS_EMAIL and NOWPAYMENTS_PASSWORD belong together: set both or neither');
  if (given['PROVIDER_PAYOUTS'] !== 'on' || !has('NOWPAYMENTS_API_KEY')) return mistakes;
  if (!has('NOWPAYMENTS_PAYOUT_TOTP_SECRET'))
    mistakes.push(
      'NOWPAYMENTS_PAYOUT_TOTP_SECRET is needed with PROVIDER_PAYOUTS=on: its codes confirm each payout',
    );
  if (!has('NOWPAYMENTS_EMAIL') && !has('NOWPAYMENTS_PASSWORD'))
    mistakes.push(
      'NOWPAYMENTS_EMAIL and NOWPAYMENTS_PASSWORD are needed with PROVIDER_PAYOUTS=on: payouts require this login',
    );
  return mistakes;
}

function providerOf(env: Given, secret: string): ProviderSettings['provider'] {
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
