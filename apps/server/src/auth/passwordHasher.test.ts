import { hashPassword } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { passwordHasher } from './passwordHasher.ts';

const password = 'correct horse battery é';

test('only the right password is accepted, in any Unicode normalisation', async () => {
  const startedAt = performance.now();
  const hash = await passwordHasher.hash(password);
  expect(performance.now() - startedAt, 'a guess is slow').toBeGreaterThan(50);
  expect(hash).toMatch(/^scrypt:32768:8:3:/);
  expect(await passwordHasher.verify({ hash, password: password.normalize('NFD') })).toBe(true);
  expect(await passwordHasher.verify({ hash, password: `${password} ` })).toBe(false);
});

test('the same password never gives the same hash', async () => {
  expect(await passwordHasher.hash(password)).not.toBe(await passwordHasher.hash(password));
});

test('passwords stored before the cost was raised are still accepted', async () => {
  const hash = await hashPassword(password);
  expect(await passwordHasher.verify({ hash, password })).toBe(true);
  expect(await passwordHasher.verify({ hash, password: 'another password' })).toBe(false);
});
