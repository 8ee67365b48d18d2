import { createOTP } from '@better-auth/utils/otp';
import { expect, test } from 'vitest';
import { matchingTotpStep, totpCode, totpStep } from './totp.ts';

/** RFC 6238, appendix B (SHA-1); the last six of the eight digits. */
const rfcSecret = '12345678901234567890';
const rfcVectors: [seconds: number, code: string][] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
];

test.each(rfcVectors)('the code at second %i is that of RFC 6238', (seconds, code) => {
  expect(totpCode(rfcSecret, totpStep(new Date(seconds * 1000)))).toBe(code);
});

test('it agrees with the library that checks the codes', async () => {
  expect(totpCode('some Secret of 32 characters 1234', totpStep(new Date()))).toBe(
    await createOTP('some Secret of 32 characters 1234').totp(),
  );
});

test('a code belongs to its own step, also if the clock is one step off', () => {
  const at = new Date(1_234_567_890_000);
  const step = totpStep(at);
  expect(matchingTotpStep(rfcSecret, totpCode(rfcSecret, step - 1), at)).toBe(step - 1);
  expect(matchingTotpStep(rfcSecret, totpCode(rfcSecret, step), at)).toBe(step);
  expect(matchingTotpStep(rfcSecret, totpCode(rfcSecret, step + 1), at)).toBe(step + 1);
});

test('a code two steps away, a wrong one and an empty one belong to no step', () => {
  const at = new Date(1_234_567_890_000);
  expect(matchingTotpStep(rfcSecret, totpCode(rfcSecret, totpStep(at) - 2), at)).toBeNull();
  expect(matchingTotpStep(rfcSecret, '12345', at)).toBeNull();
  expect(matchingTotpStep(rfcSecret, '', at)).toBeNull();
});
