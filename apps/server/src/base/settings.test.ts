import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, settingNames, SettingsError, type Environment } from './settings.ts';

const kept = () => 'kept-in-the-data-folder-0123456789abcdef';
const read = (variables: Environment = {}) => readSettings(variables, kept);

function mistakesOf(variables: Environment): string[] {
  try {
    read(variables);
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
  return [];
}

test('the standbys that lists are read from', () => {
  expect(read({}).readDatabase).toEqual({ url: null, maxLagMs: 300 });
  const given = { DATABASE_URL: 'postgres://a@one/b', READ_DATABASE_URL: 'postgres://a@two,three/b' };
  expect(read({ ...given, READ_DATABASE_MAX_LAG_MS: '2000' }).readDatabase).toEqual({
    url: given.READ_DATABASE_URL,
    maxLagMs: 2000,
  });
  expect(mistakesOf({ ...given, DATABASE_URL: '', READ_DATABASE_MAX_LAG_MS: '9' })).toEqual([
    'READ_DATABASE_MAX_LAG_MS must be at least 10 milliseconds',
    'READ_DATABASE_URL is set without DATABASE_URL: it names the standbys of that database',
  ]);
});

test('without any settings everything has a working default, and the simulator is used', () => {
  const settings = read();
  expect(settings).toMatchObject({
    port: 3000,
    publicUrl: 'http://localhost:3000',
    databaseUrl: null,
    secret: kept(),
    provider: { simulated: true, baseUrl: 'http://127.0.0.1:3100/v1' },
    simulator: { port: 3100, stepMs: 4000 },
    partialPayments: 'credit',
    secondApprovalUsd: '1000.00',
    withdrawalServiceFeeUsd: '0.50',
    demo: true,
  });
  expect(settings.dataDir).toMatch(/\/\.paydesk$/);
});

test('without a data folder secret and database have to be given', () => {
  expect(() => readSettings({}, null)).toThrow(/DATABASE_URL is needed.*\n.*PAYDESK_SECRET is needed/);
  const given = { DATABASE_URL: 'postgres://app@db/paydesk', PAYDESK_SECRET: 's'.repeat(32) };
  expect(readSettings(given, null)).toMatchObject({ secret: given.PAYDESK_SECRET });
});

test('.env.example names every setting and nothing else', () => {
  const example = readFileSync(resolve(import.meta.dirname, '../../../../.env.example'), 'utf8');
  const named = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((match) => String(match[1]));
  expect(named.toSorted()).toEqual(settingNames.toSorted());
});

test('secrets may be files, and a mistake names the setting and never the content', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-secrets-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  try {
    const settings = read({
      DATABASE_URL_FILE: file('url', 'postgres://a:b@db/paydesk\n'),
      PAYDESK_SECRET_FILE: file('secret', `  ${'s'.repeat(40)}\n`),
      NOWPAYMENTS_API_KEY_FILE: file('key', 'the key\n'),
      NOWPAYMENTS_IPN_SECRET: 'the ipn secret',
      SEAL_SECRET_FILE: '',
    });
    expect(settings.databaseUrl).toBe('postgres://a:b@db/paydesk');
    expect(settings.secret).toBe('s'.repeat(40));
    expect(settings.provider).toMatchObject({ simulated: false, apiKey: 'the key' });
    expect(
      mistakesOf({
        PAYDESK_SECRET: 'x'.repeat(40),
        PAYDESK_SECRET_FILE: join(folder, 'secret'),
        DATABASE_URL_FILE: join(folder, 'none'),
        SEAL_SECRET_FILE: file('empty', ' \n'),
        NOWPAYMENTS_API_KEY_FILE: join(folder, 'key'),
        PAYDESK_FORMER_SECRETS_FILE: file('short', 'too short'),
      }),
    ).toEqual([
      'DATABASE_URL_FILE names a file that cannot be read (ENOENT)',
      'PAYDESK_SECRET and PAYDESK_SECRET_FILE are both set: set one of them',
      'SEAL_SECRET_FILE names an empty file',
      'PAYDESK_FORMER_SECRETS must have at least 32 characters each',
      'NOWPAYMENTS_IPN_SECRET is needed with NOWPAYMENTS_API_KEY: without it no notification can be trusted',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the public address follows the port, and loses a trailing slash', () => {
  expect(read({ PORT: '4000' }).publicUrl).toBe('http://localhost:4000');
  expect(read({ PUBLIC_URL: 'https://pay.example.com/' }).publicUrl).toBe('https://pay.example.com');
});

test('only a desk with a public address listens on the network, unless HOST says otherwise', () => {
  expect(read().host).toBe('localhost');
  expect(read({ PUBLIC_URL: 'http://127.0.0.1:3000' }).host).toBe('localhost');
  expect(read({ PUBLIC_URL: 'https://localhost.example.com' }).host).toBe('0.0.0.0');
  expect(read({ PUBLIC_URL: 'https://pay.example.com', HOST: '10.0.0.5' }).host).toBe('10.0.0.5');
});

test('a worker listens only if it has a port of its own, and then on this machine', () => {
  expect(read({ WORKER_HOST: '0.0.0.0' }).workerEndpoint).toBe(null);
  expect(read({ WORKER_PORT: '3001' }).workerEndpoint).toEqual({ port: 3001, host: 'localhost' });
  expect(read({ WORKER_PORT: '3001', WORKER_HOST: '0.0.0.0' }).workerEndpoint?.host).toBe('0.0.0.0');
  for (const taken of ['3000', '3100'])
    expect(mistakesOf({ WORKER_PORT: taken })).toEqual([
      'WORKER_PORT must differ from PORT and SIMULATOR_PORT',
    ]);
});

test('all mistakes are reported at once, including contradictions between settings', () => {
  const mistakes = mistakesOf({
    PORT: 'eighty',
    DATABASE_URL: 'mysql://localhost/x',
    PARTIAL_PAYMENTS: 'maybe',
    SECOND_APPROVAL_USD: '10.005',
    NOWPAYMENTS_API_KEY: 'key',
    NOWPAYMENTS_EMAIL: 'desk@example.com',
  });
  const names = mistakes.map((mistake) => String(mistake.split(' ')[0]));
  expect(names.toSorted()).toEqual([
    'DATABASE_URL',
    'NOWPAYMENTS_EMAIL',
    'NOWPAYMENTS_IPN_SECRET',
    'PARTIAL_PAYMENTS',
    'PORT',
    'SECOND_APPROVAL_USD',
  ]);
});

test('no value of a setting is repeated in a message', () => {
  const text = mistakesOf({
    PAYDESK_SECRET: 'tooshort-hush',
    PAYDESK_STAFF_PASSWORD: 'hush',
    DATABASE_URL: 'http://user:hush@host/db',
    PORT: 'hush',
    LOG_LEVEL: 'hush',
  }).join('\n');
  expect(text.split('\n')).toHaveLength(5);
  expect(text).not.toContain('hush');
});

test('an API key needs the secret that authenticates notifications', () => {
  expect(mistakesOf({ NOWPAYMENTS_API_KEY: 'key' })).toEqual([
    expect.stringContaining('NOWPAYMENTS_IPN_SECRET'),
  ]);
  const { provider } = read({ NOWPAYMENTS_API_KEY: 'key', NOWPAYMENTS_IPN_SECRET: 'ipn' });
  expect(provider).toEqual({
    simulated: false,
    apiKey: 'key',
    ipnSecret: 'ipn',
    previousIpnSecret: null,
    baseUrl: 'https://api.nowpayments.io/v1',
    login: null,
    payouts: { on: false, totpSecret: null },
  });
});

test('payouts through the provider are off by default, and need its login and its second factor', () => {
  const real = { NOWPAYMENTS_API_KEY: 'key', NOWPAYMENTS_IPN_SECRET: 'ipn', PROVIDER_PAYOUTS: 'on' };
  expect(read().provider.payouts.on).toBe(false);
  expect(mistakesOf(real).map((mistake) => mistake.split(' ')[0])).toEqual([
    'NOWPAYMENTS_PAYOUT_TOTP_SECRET',
    'NOWPAYMENTS_EMAIL',
  ]);
  expect(
    mistakesOf({ ...real, NOWPAYMENTS_EMAIL: 'a@b.example' }).map((mistake) => mistake.split(' ')[0]),
  ).toEqual(['NOWPAYMENTS_EMAIL', 'NOWPAYMENTS_PAYOUT_TOTP_SECRET']);
  const complete = {
    ...real,
    NOWPAYMENTS_EMAIL: 'a@b.example',
    NOWPAYMENTS_PASSWORD: 'word',
    NOWPAYMENTS_PAYOUT_TOTP_SECRET: 'jbsw y3dp ehpk 3pxp',
  };
  expect(read(complete).provider.payouts).toEqual({ on: true, totpSecret: 'JBSWY3DPEHPK3PXP' });
  const mistakes = mistakesOf({
    ...complete,
    NOWPAYMENTS_PAYOUT_TOTP_SECRET: 'hush',
    PROVIDER_PAYOUTS: 'hush',
  });
  expect(mistakes.map((mistake) => String(mistake.split(' ')[0])).toSorted()).toEqual([
    'NOWPAYMENTS_PAYOUT_TOTP_SECRET',
    'PROVIDER_PAYOUTS',
  ]);
  expect(mistakes.join()).not.toContain('hush');
});

test('with the simulator payouts need only the switch', () => {
  expect(read({ PROVIDER_PAYOUTS: 'on' }).provider.payouts).toEqual({
    on: true,
    totpSecret: expect.stringMatching(/^[A-Z2-7]{52}$/),
  });
});

test('with an own database there is no demo data, and the secret is in the data folder unless it is set', () => {
  const url = 'postgres://desk:word@db/desk';
  expect(readSettings({ DATABASE_URL: url }, () => 'z'.repeat(40)).secret).toBe('z'.repeat(40));
  const settings = read({ DATABASE_URL: url, PAYDESK_SECRET: 'x'.repeat(32), DEMO: '1' });
  expect(settings).toMatchObject({ databaseUrl: url, demo: false });
});

test('processes with the same secret use the same keys for the simulator, with another secret others', () => {
  const other = readSettings({}, () => 'y'.repeat(40));
  expect(read().provider).toEqual(read().provider);
  expect(other.provider.apiKey).not.toBe(read().provider.apiKey);
  expect(other.provider.ipnSecret).not.toBe(other.provider.apiKey);
});

test('an empty variable counts as unset', () => {
  expect(read({ PORT: '', NOWPAYMENTS_API_KEY: '' })).toMatchObject({
    port: 3000,
    provider: { simulated: true },
  });
});

test('amounts in USD get two decimal places, and more are refused', () => {
  expect(read({ SECOND_APPROVAL_USD: '500', WITHDRAWAL_SERVICE_FEE_USD: '0.5' })).toMatchObject({
    secondApprovalUsd: '500.00',
    withdrawalServiceFeeUsd: '0.50',
  });
  expect(mistakesOf({ WITHDRAWAL_SERVICE_FEE_USD: '0.505' })).toHaveLength(1);
});

test('the sites that may frame the checkout page become a directive, and cannot inject another one', () => {
  expect(read().checkout).toEqual({ merchantName: null, merchantUrl: null, frameAncestors: "'none'" });
  expect(read({ CHECKOUT_FRAME_ANCESTORS: 'self  https://*.example.org:8443' }).checkout.frameAncestors).toBe(
    "'self' https://*.example.org:8443",
  );
  for (const text of [
    'https://a.example; script-src *',
    "'unsafe-inline'",
    '*',
    'none https://a.example',
    'https://a.example,https://b.example',
  ]) {
    expect(mistakesOf({ CHECKOUT_FRAME_ANCESTORS: text })).toHaveLength(1);
  }
});

test('origins are accepted only as browsers send them, and none by default', () => {
  const origins = 'https://shop.example.com http://localhost:5173,https://m.example.com:8443';
  expect(read({ ALLOWED_ORIGINS: origins }).access.allowedOrigins).toEqual([
    'https://shop.example.com',
    'http://localhost:5173',
    'https://m.example.com:8443',
  ]);
  for (const wrong of ['*', 'shop.example.com', 'https://shop.example.com/', 'https://*.example.com', 'null'])
    expect(() => read({ ALLOWED_ORIGINS: wrong }), wrong).toThrow(/ALLOWED_ORIGINS must be origins/);
});

test('by default a proxy on the same machine is trusted, and staff may use any address', () => {
  expect(read().access).toEqual({
    trustedProxies: ['loopback'],
    staffAllowedIps: null,
    allowedOrigins: [],
  });
  expect(read({ TRUSTED_PROXIES: 'none' }).access.trustedProxies).toEqual([]);
  expect(read({ TRUSTED_PROXIES: 'loopback, 10.0.0.0/8 2001:db8::1' }).access.trustedProxies).toEqual([
    'loopback',
    '10.0.0.0/8',
    '2001:db8::1/128',
  ]);
  expect(read({ STAFF_ALLOWED_IPS: '203.0.113.7,198.51.100.0/24' }).access.staffAllowedIps).toEqual([
    '203.0.113.7/32',
    '198.51.100.0/24',
  ]);
});

test.each([
  '1',
  'true',
  '*',
  '203.0.113.300',
  '10.0.0.0/33',
  '::ffff:10.0.0.1',
  'fe80::1%eth0',
  'proxy.example.com',
])('%j is not a list of addresses', (text) => {
  expect(mistakesOf({ TRUSTED_PROXIES: text, STAFF_ALLOWED_IPS: text })).toHaveLength(2);
});

test('a keyword for proxies is not an address of staff', () => {
  expect(mistakesOf({ STAFF_ALLOWED_IPS: 'loopback' })).toHaveLength(1);
});

test('the brand is a colour and a checked image', () => {
  expect(read().brand).toEqual({ color: null, logoFile: null });
  const logoFile = resolve(import.meta.dirname, '../../../admin/public/favicon.svg');
  expect(read({ MERCHANT_COLOR: ' #C2185B ', MERCHANT_LOGO: 'apps/admin/public/favicon.svg' }).brand).toEqual(
    { color: '#c2185b', logoFile },
  );
});

test.each(['red', '#fff', '#12345g', 'c2185b', '#c2185b;}', '#c2185b80'])('%s is not a colour', (color) => {
  expect(mistakesOf({ MERCHANT_COLOR: color })).toEqual(['MERCHANT_COLOR must be a colour such as #0b6b66']);
});

test('a logo that cannot be used stops the start with a reason, together with other mistakes', () => {
  expect(mistakesOf({ MERCHANT_LOGO: 'none.png' })).toEqual([
    'MERCHANT_LOGO must be the path of a file that can be read',
  ]);
  expect(mistakesOf({ MERCHANT_LOGO: 'package.json', MERCHANT_COLOR: 'red' })).toEqual([
    'MERCHANT_COLOR must be a colour such as #0b6b66',
    'MERCHANT_LOGO must be a PNG or SVG image',
  ]);
});
