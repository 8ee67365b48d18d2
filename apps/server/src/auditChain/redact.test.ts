import { expect, test } from 'vitest';
import { REDACTED, redact, redactText } from './redact.ts';

const KEY = `pk_${'a'.repeat(43)}`;

test.each([
  'password',
  'newPassword',
  'current_password',
  'secretHash',
  'totpSecret',
  'TOTP-URI',
  'backupCodes',
  'recoveryCode',
  'apiKey',
  'token',
  'key',
  'code',
  'stepUp',
  'proof',
  'signature',
  'Cookie',
])('a field named %s is redacted at any depth', (name) => {
  expect(redact({ outer: [{ [name]: 'shh', other: 'stays' }] }, 'staff')).toEqual({
    outer: [{ [name]: REDACTED, other: 'stays' }],
  });
  expect(redact({ [name]: { value: 'shh' } }, 'staff')).toEqual({ [name]: REDACTED });
  expect(redact({ [name]: 123456 }, 'staff')).toEqual({ [name]: REDACTED });
});

test('that a secret was changed is not redacted', () => {
  expect(redact({ passwordChanged: true, secretHash: null }, 'staff')).toEqual({
    passwordChanged: true,
    secretHash: null,
  });
});

test('a currency keeps its code and its token', () => {
  expect(redact({ code: 'USDTBSC', token: 'USDT', secret: 'shh' }, 'currency')).toEqual({
    code: 'USDTBSC',
    token: 'USDT',
    secret: REDACTED,
  });
});

test('other fields are kept', () => {
  const facts = {
    status: 'approved',
    walletAddress: '0xabc',
    currencyCode: 'BTC',
    payloadHash: 'f00',
    idempotencyKey: 'order 7',
    transactionHash: '0x1',
    amountUsd: '1.00',
    scopes: ['payments.read'],
  };
  expect(redact(facts, 'withdrawal')).toEqual(facts);
  const at = new Date(0);
  expect(JSON.stringify(redact({ at, list: [] }, 'system'))).toBe(JSON.stringify({ at, list: [] }));
});

test('the desk’s own secrets are redacted in any text', () => {
  expect(redactText(`lost ${KEY}, see ut_${'b'.repeat(43)} and otpauth://totp/Paydesk?secret=ABC`)).toBe(
    `lost ${REDACTED}, see ${REDACTED} and ${REDACTED}`,
  );
  expect(redact({ message: `the link is /#/invite/in_${'c'.repeat(43)}` }, 'staff')).toEqual({
    message: `the link is /#/invite/${REDACTED}`,
  });
});
