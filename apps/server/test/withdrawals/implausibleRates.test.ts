import { expect, test, vi } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { refreshMinimums } from '../../src/currencies/refreshMinimums.ts';
import { Payment } from '../../src/models/Payment.ts';
import { recordRate } from '../../src/rates/recordRate.ts';
import { completeWithdrawal } from '../../src/withdrawals/completeWithdrawal.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { quoteWithdrawal } from '../../src/withdrawals/quoteWithdrawal.ts';
import { refreshRate } from '../../src/withdrawals/refreshRate.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { completionChallenge } from '../../src/stepUp/challenges.ts';
import {
  approve,
  fundedUser,
  newHash,
  newPayment,
  newWithdrawal,
  noFactor,
  refusalOf,
} from '../support/money.ts';
import { actors, employ, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const [ada, bob] = [actors.staff('Ada'), actors.staff('Bob')];
await employ(desk.knex, ada, bob);
const BTC_ADDRESS = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';

/** The desk with a provider whose estimates are so many times the right ones. */
const lyingBy = (factor: number): AppContext => ({
  ...desk,
  provider: {
    ...desk.provider,
    estimate: async (query) => {
      const honest = await desk.provider.estimate(query);
      return { ...honest, estimatedAmount: String(Number(honest.estimatedAmount) * factor) };
    },
  },
});

const request = async () => await newWithdrawal(desk, (await fundedUser(desk, '500.00')).id, '100.00');
const bitcoin = async () =>
  await createWithdrawal(desk, actors.service(), {
    userId: (await fundedUser(desk, '500.00')).id,
    amountUsd: '100.00',
    currencyCode: 'BTC',
    walletAddress: BTC_ADDRESS,
  });

test.each([100, 1.05, 0.9])(
  'an approval fixes no amount of %d times the right one, and nothing is sent',
  async (factor) => {
    const { id, payloadHash } = await request();
    const approved = await approve(lyingBy(factor), ada, id);
    expect(approved).toMatchObject({ status: 'approved', cryptoAmount: null, rateExpiresAt: null });
    expect(await refusalOf(startProcessing(desk, bob, id))).toBe('RATE_EXPIRED');
    expect(await refusalOf(refreshRate(lyingBy(factor), bob, id))).toBe('RATE_IMPLAUSIBLE');
    // By hand another person has to agree: PostgreSQL asks for that at the commit.
    const payment = { transactionHash: newHash(), cryptoAmount: '9000', note: 'as the provider says' };
    const evidence = noFactor(
      bob.id ?? '',
      completionChallenge(payloadHash, payment.transactionHash, '9000'),
    );
    expect(await refusalOf(completeWithdrawal(desk, bob, id, { ...payment, evidence }))).toBe(
      'AMOUNT_DEVIATES',
    );
    expect((await refreshRate(desk, bob, id)).cryptoAmount).not.toBeNull();
  },
);

test('a new rate that is implausible leaves the fixed one', async () => {
  const { id } = await request();
  const { cryptoAmount } = await approve(desk, ada, id);
  expect(await refusalOf(refreshRate(lyingBy(100), bob, id))).toBe('RATE_IMPLAUSIBLE');
  expect((await refreshRate(desk, bob, id)).cryptoAmount).toBe(cryptoAmount);
});

test('a quote does not show an implausible amount', async () => {
  const input = { amountUsd: '100.00', currencyCode: 'USDTBSC' };
  expect((await quoteWithdrawal(lyingBy(100), input)).cryptoAmountEstimate).toBeNull();
  expect((await quoteWithdrawal(desk, input)).cryptoAmountEstimate).not.toBeNull();
});

test('of a coin no amount is fixed before the desk knows a rate; its minimums give one', async () => {
  const { id } = await bitcoin();
  const alarms = vi.spyOn(desk.log, 'error');
  expect((await approve(desk, ada, id)).cryptoAmount).toBeNull();
  expect(await refusalOf(refreshRate(desk, bob, id))).toBe('RATE_IMPLAUSIBLE');
  expect(alarms).not.toHaveBeenCalled();
  while ((await refreshMinimums(desk)) > 0);
  expect((await refreshRate(desk, bob, id)).cryptoAmount).not.toBeNull();
  expect(await refusalOf(refreshRate(lyingBy(1.3), bob, id))).toBe('RATE_IMPLAUSIBLE');
  expect(alarms).toHaveBeenCalledWith(
    expect.objectContaining({ alarm: 'RATE_IMPLAUSIBLE', currency: 'BTC' }),
    expect.any(String),
  );
});

/** The desk with a provider that asks payers for so many times the right amount. */
const askingFor = (factor: number): typeof desk => ({
  ...desk,
  provider: {
    ...desk.provider,
    createPayment: async (payment, options) => {
      const honest = await desk.provider.createPayment(payment, options);
      return { ...honest, payAmount: (Number(honest.payAmount) * factor).toFixed(10) };
    },
  },
});

test.each([
  ['USDTBSC', 0.000_001],
  ['USDTBSC', 0.97],
  ['USDTBSC', 1.03],
  ['BTC', 0.01],
  ['BTC', 0.7],
])('no payer is shown an invoice in %s over %d times the right amount', async (currencyCode, factor) => {
  const at = desk.clock.now();
  await recordRate(desk.knex, { currencyCode: 'BTC', unitsPerUsd: await rateOfBitcoin(), at });
  const user = await newUser(desk);
  expect(await refusalOf(newPayment(askingFor(factor), user.id, '50.00', currencyCode))).toBe(
    'PROVIDER_ANSWER_INVALID',
  );
  expect(await Payment.query(desk.knex).where({ userId: user.id })).toMatchObject([
    { status: 'failed', payAddress: null, payAmount: null },
  ]);
  expect((await newPayment(desk, user.id, '50.00', currencyCode)).payAmount).not.toBeNull();
});

async function rateOfBitcoin(): Promise<string> {
  const { estimatedAmount } = await desk.provider.estimate({
    amount: '1',
    currencyFrom: 'usd',
    currencyTo: 'btc',
  });
  return estimatedAmount;
}
