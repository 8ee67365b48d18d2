import { expect, test } from 'vitest';
import { paymentColumns } from './paymentColumns.tsx';
import { suspenseColumns } from './suspenseColumns.tsx';
import { transactionColumns } from './transactionColumns.tsx';
import { withdrawalColumns } from './withdrawalColumns.tsx';

test.each([
  ['payments', paymentColumns],
  ['suspense', suspenseColumns],
  ['transactions', transactionColumns],
  ['withdrawals', withdrawalColumns],
])('no two columns of %s have the same key', (_name, columns) => {
  const keys = columns.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
