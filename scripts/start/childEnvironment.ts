import type { Settings } from '../../apps/server/src/base/settings.ts';

/** What server and worker read: the person's own settings, plus what this start has decided for them. */
export function deskEnvironment(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    ...process.env,
    DATABASE_URL: databaseUrl,
    PAYDESK_SECRET: settings.secret,
    PAYDESK_DATA_DIR: settings.dataDir,
  };
}

/** What the simulator reads: the keys that the desk will present to it, and nothing of the desk's secrets. */
export function simulatorEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const {
    PAYDESK_SECRET: _secret,
    DATABASE_URL: _url,
    PAYDESK_STAFF_PASSWORD: _password,
    NOWPAYMENTS_PAYOUT_TOTP_SECRET: _totp,
    ...env
  } = process.env;
  return {
    ...env,
    SIMULATOR_PORT: String(settings.simulator.port),
    SIMULATOR_STEP_MS: String(settings.simulator.stepMs),
    SIMULATOR_API_KEY: settings.provider.apiKey,
    NOWPAYMENTS_IPN_SECRET: settings.provider.ipnSecret,
    ...(settings.provider.login
      ? {
          SIMULATOR_EMAIL: settings.provider.login.email,
          SIMULATOR_PASSWORD: settings.provider.login.password,
        }
      : {}),
    ...(settings.provider.payouts.totpSecret !== null && {
      SIMULATOR_TOTP_SECRET: settings.provider.payouts.totpSecret,
    }),
    PAYDESK_DATA_DIR: settings.dataDir,
  };
}
