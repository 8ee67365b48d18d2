import { expect, test } from 'vitest';
import { deskSettings } from '../support/startDesk.ts';

test('the desk of the examples has nothing of a real desk in the same checkout', () => {
  const envFile = [
    '# Real',
    'DATABASE_URL=postgres://real@db/paydesk',
    'NOWPAYMENTS_API_KEY="REAL KEY"',
    'PORT=3000',
  ].join('\n');
  const place = { port: 4001, simulatorPort: 4002, dataDir: '/tmp/examples', origins: [] };
  expect(deskSettings(envFile, place)).toEqual({
    ...deskSettings('', place),
    DATABASE_URL: '',
    NOWPAYMENTS_API_KEY: '',
  });
  expect(deskSettings(envFile, place)).toMatchObject({ PORT: '4001', PAYDESK_DATA_DIR: '/tmp/examples' });
});
