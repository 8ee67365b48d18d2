import { readSettings } from '@paydesk/server/in-process';
import { afterEach, expect, test, vi } from 'vitest';
import { simulatorEnvironment, viteEnvironment } from './childEnvironment.ts';

const SECRETS = [
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'NOWPAYMENTS_API_KEY',
  'NOWPAYMENTS_PASSWORD',
  'NOWPAYMENTS_PAYOUT_TOTP_SECRET',
  'PAYDESK_STAFF_PASSWORD',
  'PAYDESK_SECRET',
  'PAYDESK_FORMER_SECRETS',
  'SEAL_SECRET',
];

afterEach(() => void vi.unstubAllEnvs());

test('the simulator and Vite get neither a secret of the desk nor the path of its file', () => {
  for (const name of SECRETS) {
    vi.stubEnv(name, 'a secret');
    vi.stubEnv(`${name}_FILE`, '/run/secrets/a-secret');
  }
  vi.stubEnv('LOG_LEVEL', 'warn');
  const settings = readSettings({}, () => 'kept-in-the-data-folder-0123456789abcdef');
  for (const environment of [simulatorEnvironment(settings), viteEnvironment(settings)]) {
    expect(Object.keys(environment).filter((name) => SECRETS.includes(name.replace(/_FILE$/, '')))).toEqual(
      [],
    );
    expect(environment['LOG_LEVEL']).toBe('warn');
  }
});
