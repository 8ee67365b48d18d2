import { expect, test } from 'vitest';
import { readQuery } from './readQuery.ts';

const HASH = `0x${'ab'.repeat(32)}`;
const ADDRESS = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const ID = '019a0000-1111-7222-8333-444455556666';

test.each([
  [`https://etherscan.io/tx/${HASH}`, HASH],
  [`https://mempool.space/address/${ADDRESS}?utm=1`, ADDRESS],
  [`bitcoin:${ADDRESS}?amount=0.01`, ADDRESS],
  [`https://desk.example/#/payments/${ID}/show`, ID],
  [`  ${ADDRESS}  `, ADDRESS],
  ['Order-77', 'Order-77'],
])('%s contains %s', (text, token) => {
  expect(readQuery(text).tokens[0]).toBe(token);
});

test('an id is found by its beginning, with or without dashes, in any case', () => {
  const range = {
    from: '019a0000-1100-0000-0000-000000000000',
    to: '019a0000-11ff-ffff-ffff-ffffffffffff',
  };
  for (const text of ['019a0000-11', '019A000011']) expect(readQuery(text).ids).toEqual([range]);
  expect(readQuery(ID).ids).toEqual([{ from: ID, to: ID }]);
  for (const text of ['019a000', 'PAY_20261128120000_019a0000', HASH])
    expect(readQuery(text).ids).toEqual([]);
});

test.each([
  ['$1,250', '1250.00'],
  ['1250.5', '1250.50'],
  ['12.34 USD', '12.34'],
  ['0.001', null],
  ['1,25', null],
  ['12.34.56', null],
  ['order 12', null],
])('%s as an amount: %s', (text, amount) => {
  expect(readQuery(text).amountUsd).toBe(amount);
});

test('words are no token: a name is not an address', () => {
  expect(readQuery('Priya  R.')).toMatchObject({ text: 'Priya R.', tokens: [] });
});
