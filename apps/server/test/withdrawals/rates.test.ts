import { Decimal } from '@paydesk/types';
import { expect, test } from 'vitest';
import { Currency } from '../../src/models/Currency.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { presentWithdrawal } from '../../src/withdrawals/presentWithdrawal.ts';
import { quoteWithdrawal } from '../../src/withdrawals/quoteWithdrawal.ts';
import { refreshRate } from '../../src/withdrawals/refreshRate.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import {
  approve,
  complete,
  EVM_ADDRESS,
  newHash,
  fundedUser,
  newWithdrawal,
  refusalOf,
} from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const [ada, bob] = [actors.staff('Ada'), actors.staff('Bob')];
const quoteInput = { amountUsd: '100.00', currencyCode: 'USDTBSC' };
const request = async (extra: object = {}, actor = actors.service()) =>
  await createWithdrawal(desk, actor, {
    ...quoteInput,
    userId: (await fundedUser(desk, '500.00')).id,
    walletAddress: EVM_ADDRESS,
    ...extra,
  });
const setFees = async (fees: Partial<Currency>) =>
  await Currency.query(desk.knex)
    .where({ code: 'USDTBSC' })
    .patch({ networkFeeUsd: '1.00', serviceFeePercent: '0', serviceFeeUsd: null, ...fees });
const approved = async () =>
  await approve(desk, ada, (await newWithdrawal(desk, (await fundedUser(desk, '500.00')).id, '100.00')).id);

/** Runs the work while the provider does not answer. */
async function withoutProvider<T>(work: () => Promise<T>): Promise<T> {
  await desk.simulator.setFaults({ http: '500', count: 100 });
  try {
    return await work();
  } finally {
    await desk.simulator.setFaults({ http: null });
  }
}

test.each<[string, Partial<Currency>, string, string, string]>([
  ['the setting alone', {}, '1.00', '0.50', '98.50'],
  ['a fixed fee of the currency', { serviceFeeUsd: '2.25' }, '1.00', '2.25', '96.75'],
  ['no fixed fee for this currency', { serviceFeeUsd: '0.00' }, '1.00', '0.00', '99.00'],
  ['a share and the setting', { serviceFeePercent: '1.5' }, '1.00', '2.00', '97.00'],
  [
    'a share that ends in parts of a cent is rounded up',
    { serviceFeePercent: '0.0101', serviceFeeUsd: '0.00' },
    '1.00',
    '0.02',
    '98.98',
  ],
])('fees: %s', async (_name, fees, networkFeeUsd, serviceFeeUsd, finalAmountUsd) => {
  await setFees(fees);
  expect(await quoteWithdrawal(desk, quoteInput)).toMatchObject({
    networkFeeUsd,
    serviceFeeUsd,
    finalAmountUsd,
  });
  expect(await request()).toMatchObject({ networkFeeUsd, serviceFeeUsd, finalAmountUsd });
  await setFees({});
});

test('fees that leave nothing of the amount are refused', async () => {
  await setFees({ networkFeeUsd: '9.50', serviceFeePercent: '5', serviceFeeUsd: '0.00' });
  expect(await refusalOf(quoteWithdrawal(desk, { ...quoteInput, amountUsd: '10.00' }))).toBe(
    'FEES_EXCEED_AMOUNT',
  );
  await setFees({});
});

test('a request with a quote costs what the quote showed, although the fees changed in between, and keeps the quote', async () => {
  const { quote, cryptoAmountEstimate, quotedAt } = await quoteWithdrawal(desk, quoteInput);
  await setFees({ networkFeeUsd: '7.00' });
  expect(await request({ quote })).toMatchObject({
    networkFeeUsd: '1.00',
    serviceFeeUsd: '0.50',
    finalAmountUsd: '98.50',
    quotedCryptoAmount: cryptoAmountEstimate,
    quotedAt: new Date(quotedAt),
  });
  expect(await request()).toMatchObject({ networkFeeUsd: '7.00', quotedCryptoAmount: null, quotedAt: null });
  await setFees({});
});

test('a quote is valid for its amount, its currency and a quarter of an hour, and only with this desk’s signature', async () => {
  const { quote } = await quoteWithdrawal(desk, quoteInput);
  expect(await refusalOf(request({ quote, amountUsd: '99.00' }))).toBe('QUOTE_INVALID');
  expect(await refusalOf(request({ quote, currencyCode: 'USDTTRC20' }))).toBe('QUOTE_INVALID');
  const [body = '', seal = ''] = quote.split('.');
  const cheaper = Buffer.from(
    Buffer.from(body, 'base64url').toString().replace('"networkFeeUsd":"1.00"', '"networkFeeUsd":"0.01"'),
  ).toString('base64url');
  for (const forged of [`${cheaper}.${seal}`, body, `${body}.`, `${body}.${seal}.x`, '', 'x.y'])
    expect(await refusalOf(request({ quote: forged }))).toBe('QUOTE_INVALID');
  await desk.advance(15 * 60);
  expect(await refusalOf(request({ quote }))).toBe('QUOTE_EXPIRED');
});

test('the crypto amount is fixed at the last approval, for as long as the policy says', async () => {
  const withdrawal = await approved();
  expect(new Decimal(withdrawal.cryptoAmount as string).greaterThan(90)).toBe(true);
  expect((withdrawal.rateExpiresAt as Date).getTime() - (withdrawal.rateFixedAt as Date).getTime()).toBe(
    900_000,
  );
  const currency = await Currency.query(desk.knex).findOne({ code: 'USDTBSC' }).throwIfNotFound();
  expect(presentWithdrawal(withdrawal, { currency, approvals: [], decision: null }).rateUsd).toMatch(
    /^(0\.9|1\.0)\d*$|^1$/,
  );
});

test('nothing is sent by an expired rate; a new one is fixed, and the USD amount stays', async () => {
  const { id, finalAmountUsd } = await approved();
  await desk.advance(900);
  expect(await refusalOf(startProcessing(desk, bob, id))).toBe('RATE_EXPIRED');
  expect(await refusalOf(complete(desk, bob, id, { transactionHash: newHash() }))).toBe('RATE_EXPIRED');
  const renewed = await refreshRate(desk, bob, id);
  expect(renewed).toMatchObject({ status: 'approved', finalAmountUsd });
  expect((renewed.rateExpiresAt as Date) > desk.clock.now()).toBe(true);
  expect(await startProcessing(desk, bob, id)).toMatchObject({ status: 'processing' });
});

test('a payment in processing is recorded, however long it took', async () => {
  const { id, cryptoAmount } = await approved();
  await startProcessing(desk, bob, id);
  await desk.advance(3 * 24 * 3600);
  expect(await complete(desk, bob, id, { transactionHash: newHash() })).toMatchObject({
    status: 'completed',
    cryptoAmount,
  });
});

test('money sent by a slightly different rate is recorded with the sent amount', async () => {
  const { id, cryptoAmount: fixed } = await approved();
  await desk.advance(900);
  const cryptoAmount = new Decimal(fixed as string).times('0.981').toDecimalPlaces(8).toFixed();
  expect(await complete(desk, bob, id, { transactionHash: newHash(), cryptoAmount })).toMatchObject({
    status: 'completed',
    cryptoAmount,
  });
});

test('a clock that was set back does not extend a rate beyond its expiry', async () => {
  const { id } = await approved();
  await desk.advance(-3600);
  const renewed = await refreshRate(desk, bob, id);
  expect((renewed.rateExpiresAt as Date).getTime() - (renewed.rateFixedAt as Date).getTime()).toBe(900_000);
  await desk.advance(3600);
  expect(await refusalOf(startProcessing(desk, bob, id))).toBe('RATE_EXPIRED');
});

test('without the provider staff can still approve; sending needs a rate, or the sent amount', async () => {
  const { id } = await withoutProvider(approved);
  expect(await WithdrawalRequest.query(desk.knex).findById(id)).toMatchObject({
    status: 'approved',
    cryptoAmount: null,
    rateExpiresAt: null,
  });
  expect(await refusalOf(startProcessing(desk, bob, id))).toBe('RATE_EXPIRED');
  expect(await refusalOf(withoutProvider(async () => await refreshRate(desk, bob, id)))).toBe(
    'PROVIDER_UNAVAILABLE',
  );
  await refreshRate(desk, bob, id);
  expect(await startProcessing(desk, bob, id)).toMatchObject({ status: 'processing' });
});

test('a rate can be fixed only for a withdrawal that is approved and not sent yet', async () => {
  const { id } = await newWithdrawal(desk, (await fundedUser(desk, '500.00')).id, '100.00');
  expect(await refusalOf(refreshRate(desk, bob, id))).toBe('ILLEGAL_TRANSITION');
  await approve(desk, ada, id);
  await startProcessing(desk, bob, id);
  expect(await refusalOf(refreshRate(desk, bob, id))).toBe('ILLEGAL_TRANSITION');
});

test('an address that cannot be checked needs an explicit confirmation by staff, which is stored', async () => {
  await Currency.query(desk.knex).where({ code: 'USDTTRC20' }).patch({ network: 'cspr' });
  const walletAddress = `01${'ab'.repeat(32)}`;
  const at = { currencyCode: 'USDTTRC20', walletAddress };
  expect(await refusalOf(request(at))).toBe('ADDRESS_UNVERIFIABLE');
  expect(await refusalOf(request(at, ada))).toBe('ADDRESS_UNVERIFIABLE');
  expect(await refusalOf(request({ ...at, addressConfirmation: 'seen in the wallet' }))).toBe('STAFF_ONLY');
  expect(
    await request({ ...at, addressConfirmation: 'compared with the customer by phone' }, ada),
  ).toMatchObject({ walletAddress, addressConfirmation: 'compared with the customer by phone' });
  // Where addresses can be checked, a confirmation does not make a wrong one valid.
  expect(
    await refusalOf(
      request({ walletAddress: `${EVM_ADDRESS.slice(0, -1)}9`, addressConfirmation: 'it is right' }, ada),
    ),
  ).toBe('INVALID_ADDRESS');
});
