import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { requireStrongPassword } from './requireStrongPassword.ts';

test.each(['123qweasdzxc', '1qaz2wsx3edc', 'QWERTYqwerty', 'q1w2e3r4t5y6', 'sonyericsson', 'leavemealone'])(
  '%s is one of the most common passwords, in upper and lower case',
  (password) => {
    expect(() => requireStrongPassword(password)).toThrow('most common');
    expect(() => requireStrongPassword(password.toUpperCase())).toThrow('most common');
  },
);

test.each([
  'paydesk-admin-1',
  'PaydeskPaydesk',
  'AdaOkafor2026!',
  'ada.okafor@shop',
  'zvzvzvzvzvzvzvzvzvzv',
  '%%%%%%%%%%%%%%%%%%',
  'passwordpassword!',
])('%s consists of words that are easy to guess', (password) => {
  expect(() => requireStrongPassword(password, ['ada.okafor@example.com', 'Ada Okafor'])).toThrow(
    'easy to guess',
  );
});

test.each([
  'correct horse battery',
  'größer als ein Apfel',
  'nur kleine buchstaben',
  '739105526184',
  '密码密码非常非常长的密码',
  'admin of seven green lanterns',
  ' leading and trailing ',
])('%j is accepted, whatever characters it has', (password) => {
  expect(() => requireStrongPassword(password, ['ada.okafor@example.com', 'Ada Okafor'])).not.toThrow();
});

test('a generated password is never refused', () => {
  for (let i = 0; i < 2000; i += 1)
    expect(() =>
      requireStrongPassword(randomBytes(18).toString('base64url'), ['ada@example.com']),
    ).not.toThrow();
});
