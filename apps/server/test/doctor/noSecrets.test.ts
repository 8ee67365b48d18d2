import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pino } from 'pino';
import { readSettings, secretSettings, SettingsError } from '../../src/base/settings.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { program } from '../../src/cli/program.ts';
import { CHECKS, runDoctor } from '../../src/doctor/runDoctor.ts';
import { noticeLostHistory } from '../../src/restores/noticeLostHistory.ts';
import { startProgram } from '../processes/deskProgram.ts';
import { testCommandLine } from '../support/commandLine.ts';
import { testDatabase } from '../support/testDatabase.ts';

const { url } = await testDatabase();
const dataDir = mkdtempSync(join(tmpdir(), 'paydesk-no-secrets-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** In every secret; in base32 too. */
const MARK = 'LEAKEDSECRET';
const FOUND = /leaked[^a-z]?secret/i;
const secret = (name: string) => `${MARK}-${name}-0123456789-abcdefghij`;
const AWAY = `postgres://desk:${secret('password')}@127.0.0.1:1/paydesk`;

const SECRETS: Record<(typeof secretSettings)[number], string> = {
  DATABASE_URL: AWAY,
  DIRECT_DATABASE_URL: AWAY,
  READ_DATABASE_URL: AWAY,
  MIGRATION_DATABASE_URL: AWAY,
  NOWPAYMENTS_API_KEY: secret('key'),
  NOWPAYMENTS_IPN_SECRET: secret('ipn'),
  NOWPAYMENTS_IPN_SECRET_PREVIOUS: secret('previous'),
  NOWPAYMENTS_PASSWORD: secret('login'),
  NOWPAYMENTS_PAYOUT_TOTP_SECRET: `${MARK}ABCDEFGHIJKL`,
  PAYDESK_STAFF_PASSWORD: secret('staff'),
  PAYDESK_SECRET: secret('desk'),
  PAYDESK_FORMER_SECRETS: `${secret('former')}|${secret('desk')}`,
  SEAL_SECRET: secret('seal'),
  OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${secret('traces')}`,
};
const OTHERS = {
  NOWPAYMENTS_EMAIL: 'desk@example.com',
  PUBLIC_URL: 'https://127.0.0.1:1',
  NOWPAYMENTS_BASE_URL: 'http://127.0.0.1:1/v1',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  PROVIDER_PAYOUTS: 'on',
  PAYDESK_DATA_DIR: dataDir,
  SEAL_EXPORT_DIR: join(dataDir, 'seals'),
};
const settingsWith = (changes: Record<string, string> = {}) =>
  readSettings({ ...SECRETS, ...OTHERS, ...changes }, null);
const connected = { DATABASE_URL: url, DIRECT_DATABASE_URL: url, MIGRATION_DATABASE_URL: url };

/** What a command prints, as text and as JSON. */
async function printed(settings: ReturnType<typeof settingsWith>, ...words: string[]): Promise<string> {
  const line = testCommandLine(program, settings);
  await line.run(...words);
  await line.run(...words, '--json');
  return line.out + line.err;
}

test('each secret among the settings is part of this test', () => {
  expect(Object.keys(SECRETS).toSorted()).toEqual([...secretSettings].toSorted());
  for (const value of Object.values(SECRETS)) expect(value).toMatch(FOUND);
});

test('the doctor shows no secret, with and without a database', async () => {
  const report = await printed(settingsWith(connected), 'doctor');
  expect(report).toContain('"checks"');
  expect(report).not.toMatch(FOUND);
  const away = await printed(settingsWith(), 'doctor');
  expect(away).toContain('It cannot be reached.');
  expect(away).not.toMatch(FOUND);
});

test('a check that fails with a secret in its error does not show it', async () => {
  const checks = CHECKS.map((check) => ({
    ...check,
    needsDatabase: false,
    run: async () => {
      throw Object.assign(new Error(`no connection to ${AWAY}`), { input: AWAY });
    },
  }));
  expect(JSON.stringify(await runDoctor(settingsWith(), null, { checks }))).not.toMatch(FOUND);
});

test.each([['verify'], ['migrate'], ['lost-payouts'], ['restored', '--to', '2026-01-01T00:00:00Z']])(
  '%s shows no secret when the database is away, or refuses',
  async (...words) => {
    const refused = new URL(url);
    refused.password = secret('wrong');
    refused.username = `nobody_${MARK.toLowerCase().slice(0, 3)}`;
    for (const address of [AWAY, refused.href, AWAY.replace('127.0.0.1', 'no-such-host.invalid')]) {
      const addresses = {
        DATABASE_URL: address,
        DIRECT_DATABASE_URL: address,
        READ_DATABASE_URL: address,
        MIGRATION_DATABASE_URL: address,
      };
      const output = await printed(settingsWith(addresses), ...words);
      expect(output).not.toBe('');
      expect(output).not.toMatch(FOUND);
    }
  },
);

test('a setting that is wrong is named without its value', async () => {
  const wrong = [
    MARK,
    `postgres://desk:${MARK}@`,
    `postgres://desk:${MARK}%@127.0.0.1:1/x`,
    `postgres://desk:${MARK}%zz@127.0.0.1:1/x?options=${MARK}%zz`,
    `postgres://desk:${MARK}/@127.0.0.1:1/x`,
    `postgres://desk:${MARK}#1@127.0.0.1:1/x`,
    `postgres://desk:a@${MARK}@127.0.0.1:1/x`,
    `postgres://desk:${MARK}@127.0.0.1:99999/x`,
    `postgres://desk:${MARK}@127.0.0.1:1/x?sslmode=${MARK}`,
  ];
  for (const name of secretSettings)
    for (const value of wrong) {
      const outputs: string[] = [];
      try {
        const settings = settingsWith({ [name]: value });
        if (name.endsWith('DATABASE_URL'))
          for (const words of [['doctor'], ['verify'], ['migrate']])
            outputs.push(await printed(settings, ...words));
      } catch (error) {
        expect(error).toBeInstanceOf(SettingsError);
        outputs.push(String(error), JSON.stringify(error));
      }
      expect([name, value, outputs.join('\n')]).toEqual([name, value, expect.not.stringMatching(FOUND)]);
    }
});

test.each(['PUBLIC_URL', 'NOWPAYMENTS_BASE_URL', 'MERCHANT_URL'])(
  '%s, which is printed and logged, has no user and no password in it',
  (name) => {
    for (const user of [`proxy:${MARK}`, MARK, `:${MARK}`])
      expect(() => settingsWith({ [name]: `https://${user}@pay.example.com` })).toThrow(
        `  - ${name} must have no user and no password in it`,
      );
  },
);

test('errors in the log have no secret, down to what an error carries along', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const settings = settingsWith();
  const knex = connectDatabase(AWAY, { applicationName: 'test' });
  const ctx = createAppContext(settings, knex, log);
  for (const work of [
    async () => await knex.raw('select 1'),
    async () => await noticeLostHistory(ctx),
    async () => await ctx.provider.getPayment('7'),
    async () => await ctx.provider.listPayouts(new Date()),
    async () => await connectDatabase(`${AWAY}%zz?sslmode=${MARK}`).raw('select 1'),
  ])
    await work().catch((error: unknown) => log.error({ err: error }, 'failed'));
  ctx.provider.close();
  await knex.destroy();
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.join('')).not.toMatch(FOUND);
});

test.each(['main', 'worker'] as const)('the log of the %s has no secret', async (name) => {
  const settings = {
    ...SECRETS,
    ...OTHERS,
    DATABASE_URL: url,
    MIGRATION_DATABASE_URL: url,
    DIRECT_DATABASE_URL: '',
    READ_DATABASE_URL: '',
  };
  const { output } = await startProgram(name, {
    databaseUrl: url,
    settings: { ...settings, LOG_LEVEL: 'trace' },
  });
  await expect.poll(output, { timeout: 5000 }).toMatch(/listening|working/);
  expect(output()).not.toMatch(FOUND);
});
