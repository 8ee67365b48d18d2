import { beforeEach, describe, expect, test } from 'vitest';
import { actors, newUser, offerCurrencies, testDesk } from '../../test/support/testDesk.ts';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import type { MinimumQuery } from '../nowpayments/createNowpaymentsClient.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { createPayment } from '../payments/createPayment.ts';
import { refreshPayment } from '../payments/refreshPayment.ts';
import { presentCurrency } from './presentCurrency.ts';
import { withMargin } from './providerMinimum.ts';
import { refreshMinimums } from './refreshMinimums.ts';
import { setCurrenciesActive } from './setCurrenciesActive.ts';
import { syncCurrencies } from './syncCurrencies.ts';

const real = await testDesk();
let asked: MinimumQuery[];
let quota: number;
let failure: ProviderError | null;
const desk = {
  ...real,
  provider: {
    ...real.provider,
    quotaLeft: () => Promise.resolve(quota),
    async minAmount(query: MinimumQuery) {
      asked.push(query);
      if (failure !== null) throw failure;
      return await real.provider.minAmount(query);
    },
  },
};
const staff = actors.staff();
const coin = async (code: string): Promise<Currency> =>
  await Currency.query(desk.knex).findOne({ code }).throwIfNotFound();
const HOUR = 3600;

beforeEach(async () => {
  asked = [];
  quota = Infinity;
  failure = null;
  await offerCurrencies(desk, []);
  await Currency.query(desk.knex).patch({
    isActive: false,
    providerMinAmountUsd: null,
    minCheckedAt: null,
    minDueAt: null,
  });
});
const offer = async (...codes: string[]) =>
  await setCurrenciesActive(
    desk,
    staff,
    (await Currency.query(desk.knex).whereIn('code', codes)).map(({ id }) => id),
    true,
  );

describe('a minimum', () => {
  test.each([
    ['12.90', '13.16'],
    ['11.413953', '11.65'],
    ['35.40626584', '36.12'],
    // Up to the desk's own minimum of one dollar nothing is added.
    ['1.00', '1.00'],
    ['0.9001', '0.91'],
    ['1.0001', '1.03'],
    ['0', null],
  ])('of %s USD becomes %s for payers: a margin, rounded up to cents', (provider, wanted) => {
    expect(withMargin(provider)).toBe(wanted);
  });

  test('is fetched when a currency is first activated, shown with its age, and enforced', async () => {
    await offer('BTC', 'XRP');
    expect(await refreshMinimums(desk)).toBe(2);
    // Both are due; which one is fetched first is up to PostgreSQL.
    expect(asked).toHaveLength(2);
    expect(asked).toEqual(
      expect.arrayContaining([
        { currencyFrom: 'BTC', fiatEquivalent: 'usd' },
        { currencyFrom: 'XRP', fiatEquivalent: 'usd' },
      ]),
    );
    // 12.90 and 11.94 at the provider.
    expect(presentCurrency(await coin('BTC'))).toMatchObject({
      minAmountUsd: '13.16',
      providerMinAmountUsd: '13.16',
      minCheckedAt: expect.stringMatching(/^20.*Z$/),
    });
    expect(presentCurrency(await coin('XRP'))).toMatchObject({ minAmountUsd: '12.18' });
    const user = await newUser(desk);
    await expect(
      createPayment(desk, staff, { userId: user.id, amountUsd: '13.15', currencyCode: 'BTC' }),
    ).rejects.toMatchObject({ reason: 'AMOUNT_TOO_SMALL', details: { minimumUsd: '13.16' } });
    await expect(
      createPayment(desk, staff, { userId: user.id, amountUsd: '13.16', currencyCode: 'BTC' }),
    ).resolves.toMatchObject({ payAddress: expect.any(String) });
  });

  test('that staff set higher is the one that counts, and a sync keeps both', async () => {
    await offer('BTC');
    await Currency.query(desk.knex).where({ code: 'BTC' }).patch({ minAmountUsd: '40.00' });
    await refreshMinimums(desk);
    await syncCurrencies(desk, staff, {});
    expect(presentCurrency(await coin('BTC'))).toMatchObject({
      minAmountUsd: '40.00',
      providerMinAmountUsd: '13.16',
    });
  });

  test('is not fetched while a currency is inactive, and every six hours while it is active', async () => {
    await offer('BTC');
    expect([await refreshMinimums(desk), await refreshMinimums(desk)]).toEqual([1, 0]);
    await desk.advance(5 * HOUR);
    expect(await refreshMinimums(desk)).toBe(0);
    await desk.advance(1 * HOUR + 1);
    expect(await refreshMinimums(desk)).toBe(1);
    expect(asked).toHaveLength(2);
  });

  test('is fetched when a currency is activated again: the old one may be months old', async () => {
    await offer('BTC');
    await refreshMinimums(desk);
    await setCurrenciesActive(desk, staff, [(await coin('BTC')).id], false);
    expect(await refreshMinimums(desk)).toBe(0);
    await offer('BTC');
    expect(await refreshMinimums(desk)).toBe(1);
  });

  test('is fetched for a few currencies at a time, and never beyond the quota', async () => {
    const codes = (await Currency.query(desk.knex).where({ isAvailable: true }).limit(12)).map(
      ({ code }) => code,
    );
    await offer(...codes);
    quota = 0;
    expect(await refreshMinimums(desk)).toBe(0);
    quota = 2;
    expect(await refreshMinimums(desk)).toBe(2);
    quota = Infinity;
    expect([await refreshMinimums(desk), await refreshMinimums(desk), await refreshMinimums(desk)]).toEqual([
      5, 5, 0,
    ]);
    expect(new Set(asked.map(({ currencyFrom }) => currencyFrom))).toEqual(new Set(codes));
  });

  test('is fetched once by two workers at once', async () => {
    await offer('BTC', 'ETH', 'SOL', 'LTC', 'XRP', 'DOGE');
    await Promise.all([refreshMinimums(desk), refreshMinimums(desk), refreshMinimums(desk)]);
    expect(asked.map(({ currencyFrom }) => currencyFrom).toSorted()).toEqual([
      'BTC',
      'DOGE',
      'ETH',
      'LTC',
      'SOL',
      'XRP',
    ]);
  });

  test('that could not be fetched stays with its age, and is fetched again within minutes', async () => {
    await offer('BTC');
    await refreshMinimums(desk);
    const before = await coin('BTC');
    await desk.advance(6 * HOUR + 1);
    failure = new ProviderError('unavailable', 'away');
    await refreshMinimums(desk);
    expect(await coin('BTC')).toMatchObject({
      providerMinAmountUsd: '13.16',
      minCheckedAt: before.minCheckedAt,
    });
    failure = null;
    expect(await refreshMinimums(desk)).toBe(0);
    await desk.advance(601);
    expect(await refreshMinimums(desk)).toBe(1);
    expect((await coin('BTC')).minCheckedAt).not.toEqual(before.minCheckedAt);
  });

  test('of a currency that the provider cannot convert is fetched again only hours later', async () => {
    await offer('BTC');
    failure = new ProviderError('rejected', 'Currency btc is not convertable to usdttrc20 now', {
      code: 'BAD_REQUEST',
    });
    await refreshMinimums(desk);
    await desk.advance(HOUR);
    expect(await refreshMinimums(desk)).toBe(0);
  });

  test('is fetched at once when the provider refuses a create below it', async () => {
    await offer('USDTTRC20');
    const user = await newUser(desk);
    await Currency.query(desk.knex)
      .where({ code: 'USDTTRC20' })
      .patch({ minDueAt: new Date(desk.clock.now().getTime() + HOUR * 1000) });
    await expect(
      createPayment(desk, staff, { userId: user.id, amountUsd: '5.00', currencyCode: 'USDTTRC20' }),
    ).rejects.toMatchObject({ reason: 'AMOUNT_TOO_SMALL' });
    expect(await refreshMinimums(desk)).toBe(1);
    await expect(
      createPayment(desk, staff, { userId: user.id, amountUsd: '11.64', currencyCode: 'USDTTRC20' }),
    ).rejects.toMatchObject({ details: { minimumUsd: '11.65' } });
    expect(await Payment.query(desk.knex).where({ userId: user.id })).toHaveLength(1);
  });

  test('is fetched for the currency that deposits are converted to, once it is known', async () => {
    await offer('SOL');
    const user = await newUser(desk);
    const payment = await createPayment(desk, staff, {
      userId: user.id,
      amountUsd: '50.00',
      currencyCode: 'SOL',
    });
    await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
    expect(await refreshPayment(desk, payment.id)).toMatchObject({ status: 'completed' });
    await refreshMinimums(desk);
    expect(asked).toEqual([{ currencyFrom: 'SOL', fiatEquivalent: 'usd', currencyTo: 'usdttrc20' }]);
  });
});
