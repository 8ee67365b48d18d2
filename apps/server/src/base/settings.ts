import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readOrCreatePrivateFile } from '@paydesk/data-folder';
import { z } from 'zod';
import { FILES } from './files.ts';
import { checkoutSettings, checkoutVariables, type CheckoutSettings } from './settings/checkout.ts';
import {
  databaseMistakes,
  databaseSettings,
  databaseVariables,
  missingWithoutDataFolder,
  type DatabaseSettings,
} from './settings/database.ts';
import type { Environment } from './settings/fields.ts';
import {
  networkMistakes,
  networkSettings,
  networkVariables,
  type NetworkSettings,
} from './settings/network.ts';
import {
  providerMistakes,
  providerSettings,
  providerVariables,
  type ProviderSettings,
} from './settings/provider.ts';
import { ruleSettings, ruleVariables, type RuleSettings } from './settings/rules.ts';
import { readSecretFiles, secretFilesIn, type SecretFiles } from './settings/secretFiles.ts';
import { telemetrySettings, telemetryVariables, type TelemetrySettings } from './settings/telemetry.ts';
import { ownSecrets, secretVariables, type SecretSettings } from './settings/secrets.ts';

export type { Environment } from './settings/fields.ts';
export { secretSettings } from './settings/secretFiles.ts';

/**
 * All settings, by environment variable. `.env.example` is checked against this list, and nothing else in the
 * server reads the environment.
 */
const variables = {
  ...networkVariables,
  ...databaseVariables,
  ...providerVariables,
  ...secretVariables,
  ...ruleVariables,
  ...checkoutVariables,
  ...telemetryVariables,
};

const environment = z.object(variables);

/** The names of all settings in the environment. */
export const settingNames = Object.keys(variables) as (keyof typeof variables)[];

export interface Settings
  extends
    NetworkSettings,
    DatabaseSettings,
    ProviderSettings,
    SecretSettings,
    RuleSettings,
    CheckoutSettings,
    TelemetrySettings {
  /** Absolute paths of the files that secrets came from (`…_FILE`), by the setting's name. */
  secretFiles: SecretFiles;
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
  const fileMistakes = readSecretFiles({ variables, given });
  const parsed = environment.safeParse(given);
  const mistakes = [
    ...fileMistakes,
    ...(parsed.error?.issues ?? [])
      .filter(
        ({ path: [name] }) => !fileMistakes.some((mistake) => mistake.startsWith(`${String(name)}_FILE`)),
      )
      .map((issue) => `${String(issue.path[0])} ${issue.message}`),
    // Contradictions, checked even if a single one is invalid, so that all are reported at once.
    ...providerMistakes(given),
    ...databaseMistakes(given),
    ...networkMistakes(given),
    ...(secretOf === null ? missingWithoutDataFolder(given) : []),
  ];
  if (!parsed.success || mistakes.length > 0) throw new SettingsError([...new Set(mistakes)]);
  const env = parsed.data;
  const database = databaseSettings(env);
  const secret = env.PAYDESK_SECRET ?? secretOf?.(database.dataDir) ?? '';
  return {
    ...networkSettings(env),
    ...database,
    ...providerSettings(env, secret),
    ...ownSecrets(env, secret),
    ...ruleSettings(env, env.NOWPAYMENTS_API_KEY === undefined),
    ...checkoutSettings(env),
    ...telemetrySettings(env),
    secretFiles: secretFilesIn(variables),
  };
}

/** The secret in the data folder, created at the first start and readable only by its owner. */
function storedSecret(dataDir: string): string {
  return readOrCreatePrivateFile(resolve(dataDir, 'secret'), () => randomBytes(48).toString('base64url'));
}
