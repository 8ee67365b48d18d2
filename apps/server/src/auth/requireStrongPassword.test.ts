import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { requireStrongPassword } from './requireStrongPassword.ts';

test.each(['123qweasdzxc', '1qaz2wsx3edc', 'QWERTYqwerty', 'q1w2e3r4t5y6', 'sonyericsson', 'leavemealone'])(
  '%s is one of the most common passwords, however it is written',
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
])('%s suggests itself to whoever guesses', (password) => {
  expect(() => requireStrongPassword(password, ['ada.okafor@example.com', 'Ada Okafor'])).toThrow(
    'suggest themselves',
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
])('%j is good enough, whatever it is made of', (password) => {
  expect(() => requireStrongPassword(password, ['ada.okafor@example.com', 'Ada Okafor'])).not.toThrow();
});

test('what the desk generates itself is never refused', () => {
  for (let i = 0; i < 2000; i += 1)
    expect(() =>
      requireStrongPassword(randomBytes(18).toString('base64url'), ['ada@example.com']),
    ).not.toThrow();
});
