import { hashPassword } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { passwordHasher } from './passwordHasher.ts';

const password = 'correct horse battery é';

test('the right password is told from others, however its letters are encoded', async () => {
  const begun = performance.now();
  const hash = await passwordHasher.hash(password);
  expect(performance.now() - begun, 'a guess has its price').toBeGreaterThan(50);
  expect(hash).toMatch(/^scrypt:32768:8:3:/);
  expect(await passwordHasher.verify({ hash, password: password.normalize('NFD') })).toBe(true);
  expect(await passwordHasher.verify({ hash, password: `${password} ` })).toBe(false);
});

test('the same password never gives the same hash', async () => {
  expect(await passwordHasher.hash(password)).not.toBe(await passwordHasher.hash(password));
});

test('passwords that were stored before the cost was raised still open', async () => {
  const hash = await hashPassword(password);
  expect(await passwordHasher.verify({ hash, password })).toBe(true);
  expect(await passwordHasher.verify({ hash, password: 'another password' })).toBe(false);
});
