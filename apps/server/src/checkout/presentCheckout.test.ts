import { expect, test } from 'vitest';
import { readSettings } from '../base/settings.ts';
import type { CheckoutFacts } from './findCheckouts.ts';
import { presentCheckout } from './presentCheckout.ts';

const settings = readSettings({ MERCHANT_NAME: 'Example Shop' }, () => 'x'.repeat(40));

const facts = (changes: Partial<CheckoutFacts> = {}): CheckoutFacts => ({
  checkoutToken: 'a'.repeat(32),
  paymentId: '019',
  internalPaymentId: 'PAY_20261123120000_0a1b2c3d',
  parentPaymentId: null,
  providerPaymentId: '5',
  status: 'pending',
  amountUsd: '100.00',
  payAmount: '100.5',
  payAddress: 'TXYZ',
  payinExtraId: null,
  actualAmount: null,
  creditedAmountUsd: '0.00',
  transactionHash: null,
  confirmationsCount: 0,
  expiresAt: new Date('2026-11-30T12:00:00Z'),
  nextCheckAt: new Date(0),
  token: 'usdt',
  network: 'trx',
  contractAddress: null,
  extraIdName: null,
  decimalPlaces: 6,
  chainDecimals: 6,
  minAmountUsd: '1.00',
  providerMinAmountUsd: '5.00',
  childrenCreditedUsd: '0',
  review: [],
  currencyCode: 'USDTTRC20',
  ...changes,
});
const present = (changes: Partial<CheckoutFacts> = {}) => presentCheckout(facts(changes), settings);
const child = (
  amount: string,
  status: 'open' | 'credited' | 'returned' = 'open',
  currencyCode = 'USDTTRC20',
) => ({ amount, coin: 'USDT', currencyCode, status, isChild: true });

test('a payer sees the coin, the name of its network, the exact amount and the provider’s deadline', () => {
  expect(present()).toMatchObject({
    state: 'waiting',
    coin: 'USDT',
    network: 'TRON (TRC20)',
    payAmount: '100.5',
    address: 'TXYZ',
    link: null,
    expiresAt: '2026-11-30T12:00:00.000Z',
    simulated: true,
    merchant: { name: 'Example Shop', url: null },
  });
  expect(
    present({ token: 'btc', network: 'btc', currencyCode: 'BTC', payAmount: '0.001', decimalPlaces: 8 }),
  ).toMatchObject({ network: 'Bitcoin', link: 'bitcoin:TXYZ?amount=0.001' });
  expect(present({ network: 'newchain' }).network).toBe('NEWCHAIN');
});

test('nothing about the user and no internal id is shown', () => {
  const text = JSON.stringify(present());
  for (const secret of ['019', 'user', '"5"', 'a'.repeat(32)]) expect(text).not.toContain(secret);
});

test('amounts are rounded up to the places of the chain, so that the payer never pays too little', () => {
  expect(present({ payAmount: '0.10000000000000001' }).payAmount).toBe('0.100001');
});

test('every status has its state, and an intent without an address has its own', () => {
  const states = (
    [
      'pending',
      'confirming',
      'confirmed',
      'completed',
      'partially_paid',
      'failed',
      'expired',
      'cancelled',
      'refunded',
    ] as const
  ).map((status) => present({ status }).state);
  expect(states).toEqual([
    'waiting',
    'seen',
    'confirmed',
    'credited',
    'partial',
    'failed',
    'expired',
    'cancelled',
    'refunded',
  ]);
  expect(present({ payAddress: null, payAmount: null }).state).toBe('preparing');
  expect(present({ parentPaymentId: '018', status: 'confirmed' }).state).toBe('extra');
});

test('the missing amount is exact, to the last of eighteen places', () => {
  const eth = {
    status: 'partially_paid' as const,
    token: 'eth',
    network: 'eth',
    currencyCode: 'ETH',
    decimalPlaces: 18,
    chainDecimals: 18,
    payAmount: '0.3',
    actualAmount: '0.100000000000000001',
  };
  expect(present(eth).missing).toEqual({
    amount: '0.199999999999999999',
    amountUsd: '66.67',
    link: null,
    belowMinimumUsd: null,
  });
  expect(present({ ...eth, payAddress: `0x${'1'.repeat(40)}` }).missing?.link).toBe(
    `ethereum:0x${'1'.repeat(40)}@1?value=199999999999999999`,
  );
});

test('a missing amount below the provider’s minimum is marked as one not to send', () => {
  expect(present({ status: 'partially_paid', actualAmount: '97' }).missing).toMatchObject({
    amount: '3.5',
    amountUsd: '3.48',
    belowMinimumUsd: '5.00',
  });
  expect(present({ status: 'partially_paid', actualAmount: '95.475' }).missing).toMatchObject({
    amountUsd: '5.00',
    belowMinimumUsd: null,
  });
});

test('a top-up reduces the missing amount while in suspense and once credited, not when returned', () => {
  const partial = { status: 'partially_paid' as const, actualAmount: '60', creditedAmountUsd: '59.70' };
  expect(present({ ...partial, review: [child('30')] }).missing?.amount).toBe('10.5');
  expect(present({ ...partial, review: [child('30', 'returned')] }).missing?.amount).toBe('40.5');
  expect(present({ ...partial, review: [child('30', 'open', 'TRX')] }).missing?.amount).toBe('40.5');
  const arrived = present({ ...partial, review: [child('40.5')] });
  expect(arrived).toMatchObject({
    state: 'partial',
    missing: null,
    review: [{ amount: '40.5', coin: 'USDT', state: 'open' }],
  });
});

test('a payment whose top-up was credited is complete for its payer, with the full credit', () => {
  const view = present({
    status: 'partially_paid',
    actualAmount: '60',
    creditedAmountUsd: '59.70',
    childrenCreditedUsd: '40.29',
    review: [child('40.5', 'credited')],
  });
  expect(view).toMatchObject({ state: 'credited', creditedUsd: '99.99', missing: null, overpaid: false });
});

test('a payment’s own money in suspense does not count as a top-up', () => {
  const own = {
    amount: '60',
    coin: 'USDT',
    currencyCode: 'USDTTRC20',
    status: 'open' as const,
    isChild: false,
  };
  expect(present({ status: 'partially_paid', actualAmount: '60', review: [own] })).toMatchObject({
    state: 'partial',
    creditedUsd: '0.00',
    missing: { amount: '40.5' },
  });
});

test('an over-payment is shown as one', () => {
  expect(present({ status: 'completed', actualAmount: '120', creditedAmountUsd: '119.40' })).toMatchObject({
    overpaid: true,
    seenAmount: '120',
    creditedUsd: '119.40',
  });
  expect(present({ status: 'completed', actualAmount: '100.5', creditedAmountUsd: '100.00' }).overpaid).toBe(
    false,
  );
});

test('a memo has the name that its network uses', () => {
  expect(present({ network: 'xrp', token: 'xrp', payinExtraId: '12345' }).extraId).toEqual({
    name: 'Destination tag',
    value: '12345',
  });
  expect(present({ network: 'newchain', payinExtraId: 'abc', extraIdName: 'Note' }).extraId).toEqual({
    name: 'Note',
    value: 'abc',
  });
});
