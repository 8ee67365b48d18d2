import type { Settings } from '@paydesk/server/settings';

/** What server and worker read: the settings as they are set, plus what this start has decided. */
export function deskEnvironment(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    ...process.env,
    // What the files of these hold is handed on below.
    DATABASE_URL_FILE: '',
    DIRECT_DATABASE_URL_FILE: '',
    READ_DATABASE_URL_FILE: '',
    MIGRATION_DATABASE_URL_FILE: '',
    PAYDESK_SECRET_FILE: '',
    DATABASE_URL: databaseUrl,
    DIRECT_DATABASE_URL: settings.directDatabaseUrl ?? '',
    READ_DATABASE_URL: settings.readDatabase.url ?? '',
    // Theirs is the role that owns nothing. Empty, so that the .env file does not add it again.
    MIGRATION_DATABASE_URL: '',
    PAYDESK_SECRET: settings.secret,
    PAYDESK_DATA_DIR: settings.dataDir,
  };
}

/** What Vite reads: where the server is that it passes requests on to. */
export function viteEnvironment(settings: Settings): NodeJS.ProcessEnv {
  return { ...withoutSecrets(), PAYDESK_URL: settings.publicUrl };
}

/** What the simulator reads: the keys that the server presents to it, and none of the desk's own secrets. */
export function simulatorEnvironment(settings: Settings): NodeJS.ProcessEnv {
  return {
    ...withoutSecrets(),
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

const SECRETS =
  /^(MIGRATION_|DIRECT_|READ_)?DATABASE_URL|^PAYDESK_(FORMER_)?SECRETS?|^PAYDESK_STAFF_PASSWORD|^SEAL_SECRET|^NOWPAYMENTS_|^OTEL_EXPORTER_OTLP_HEADERS/;

/** A secret may be a file: then its path is left out too. */
function withoutSecrets(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRETS.test(name)));
}
