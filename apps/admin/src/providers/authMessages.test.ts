import { expect, it } from 'vitest';
import { signInMessage } from './authMessages.ts';

it('does not tell whether the e-mail exists', () => {
  expect(signInMessage({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' })).toBe(
    'E-mail or password is wrong.',
  );
});

it('says how long to wait after too many attempts', () => {
  expect(signInMessage({ status: 429 }, 42)).toContain('42 seconds');
  expect(signInMessage({ status: 429 }, 600)).toContain('10 minutes');
  expect(signInMessage({ status: 429 })).toContain('a minute');
});

it('tells an unreachable desk from a refusal', () => {
  expect(signInMessage(null)).toContain('does not answer');
});
