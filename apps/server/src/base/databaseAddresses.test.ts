import { expect, test } from 'vitest';
import { databaseAddresses } from './databaseAddresses.ts';

test.each([
  ['postgres://desk:secret@db:5432/paydesk', ['postgres://desk:secret@db:5432/paydesk']],
  [
    'postgres://desk:p%40ss@a:5432,b:5433/paydesk?sslmode=verify-full',
    [
      'postgres://desk:p%40ss@a:5432/paydesk?sslmode=verify-full',
      'postgres://desk:p%40ss@b:5433/paydesk?sslmode=verify-full',
    ],
  ],
  ['postgresql://a,[::1]:5433/paydesk', ['postgresql://a/paydesk', 'postgresql://[::1]:5433/paydesk']],
  ['postgres:///paydesk', ['postgres:///paydesk']],
])('%s', (url, addresses) => {
  expect(databaseAddresses(url)).toEqual(addresses);
});

test.each([
  'mysql://a/b',
  'a,b',
  '',
  'postgres://a,,b/paydesk',
  'postgres://a:99999,b/paydesk',
  'postgres://a,/x',
])('%j is no address', (url) => {
  expect(databaseAddresses(url)).toEqual([]);
});
