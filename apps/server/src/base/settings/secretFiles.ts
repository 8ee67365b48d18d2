import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FILES } from '../files.ts';
import type { databaseVariables } from './database.ts';
import type { Environment } from './fields.ts';
import type { providerVariables } from './provider.ts';
import type { secretVariables } from './secrets.ts';
import type { telemetryVariables } from './telemetry.ts';

type Name =
  | keyof typeof databaseVariables
  | keyof typeof providerVariables
  | keyof typeof secretVariables
  | keyof typeof telemetryVariables;

/** The secrets among the settings. Each may also be a file, named by the setting with `_FILE` at its end, as container platforms hand out secrets. */
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
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const satisfies readonly Name[];

/** Absolute paths of files, by the setting's name. */
export type SecretFiles = Partial<Record<(typeof secretSettings)[number], string>>;

export const secretFilesIn = (variables: Environment): SecretFiles =>
  Object.fromEntries(
    secretSettings.flatMap((name) => {
      const path = variables[`${name}_FILE`];
      return path === undefined || path === '' ? [] : [[name, resolve(FILES.home, path)]];
    }),
  );

/** Fills secrets that are in files into what is given. Returns what is wrong. */
export const readSecretFiles = (from: { variables: Environment; given: Environment }): string[] =>
  secretSettings.flatMap((name) => readSecretFile(name, from));

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
