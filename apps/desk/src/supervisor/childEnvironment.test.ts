import { readSettings } from '@paydesk/server/in-process';
import { secretSettings } from '@paydesk/server/settings';
import { afterEach, expect, test, vi } from 'vitest';
import { simulatorEnvironment, viteEnvironment } from './childEnvironment.ts';

afterEach(() => void vi.unstubAllEnvs());

test('Vite gets no secret of the desk nor the path of its file, the simulator only what signs its reports', () => {
  for (const name of secretSettings) {
    vi.stubEnv(name, 'a secret');
    vi.stubEnv(`${name}_FILE`, '/run/secrets/a-secret');
  }
  vi.stubEnv('LOG_LEVEL', 'warn');
  const settings = readSettings({}, () => 'kept-in-the-data-folder-0123456789abcdef');
  const secretsIn = (environment: NodeJS.ProcessEnv) =>
    Object.keys(environment).filter((found) => secretSettings.some((name) => found.startsWith(name)));
  expect(secretsIn(viteEnvironment(settings))).toEqual([]);
  expect(secretsIn(simulatorEnvironment(settings))).toEqual(['NOWPAYMENTS_IPN_SECRET']);
  expect(simulatorEnvironment(settings)['NOWPAYMENTS_IPN_SECRET']).toBe(settings.provider.ipnSecret);
  expect(viteEnvironment(settings)['LOG_LEVEL']).toBe('warn');
});
