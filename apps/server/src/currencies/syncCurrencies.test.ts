import { beforeEach, describe, expect, test } from 'vitest';
import { actors, testDesk } from '../../test/support/testDesk.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { Currency } from '../models/Currency.ts';
import { readProviderCurrency } from '../nowpayments/providerCurrency.ts';
import type { ProviderCurrency } from '../nowpayments/providerCurrency.ts';
import { setCurrenciesActive } from './setCurrenciesActive.ts';
import { syncCurrencies } from './syncCurrencies.ts';
import { updateCurrency } from './updateCurrency.ts';

const real = await testDesk();
const listed = await real.provider.fullCurrencies();
let catalogue: ProviderCurrency[];
const desk = { ...real, provider: { ...real.provider, fullCurrencies: () => Promise.resolve(catalogue) } };
const staff = actors.staff();

const coin = async (code: string): Promise<Currency> =>
  await Currency.query(desk.knex).findOne({ code }).throwIfNotFound();
const table = async (): Promise<Currency[]> => await Currency.query(desk.knex).orderBy('code');
const row = (fields: object): ProviderCurrency => {
  const read = readProviderCurrency({ enable: true, precision: 8, ...fields });
  if (read === null) throw new Error('not a row');
  return read;
};

beforeEach(async () => {
  catalogue = listed;
  await desk.knex('currencies').delete();
  await syncCurrencies(desk, staff, {});
});

describe('a sync', () => {
  test('imports new currencies as inactive, with the network that the provider names', async () => {
    expect(await table()).toHaveLength(listed.length);
    expect(await table()).not.toContainEqual(expect.objectContaining({ isActive: true }));
    expect(await coin('USDTTRC20')).toMatchObject({
      token: 'USDT',
      network: 'trx',
      contractAddress: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
      isStable: true,
    });
    // The code says nothing about the network: MATIC is the token on Ethereum.
    expect(await coin('MATIC')).toMatchObject({ network: 'eth' });
    // No more decimal places than the chain has.
    expect(await coin('USDTSOL')).toMatchObject({ decimalPlaces: 6 });
  });

  test('keeps the settings of staff and updates the fields of the provider', async () => {
    const before = await coin('USDTTRC20');
    await updateCurrency(desk, staff, {
      id: before.id,
      name: 'Dollar on Tron',
      symbol: '₮',
      minAmountUsd: '25.00',
      networkFeeUsd: '3.50',
      sortOrder: 7,
      withdrawalsEnabled: true,
    });
    await setCurrenciesActive(desk, staff, [before.id], true);
    catalogue = listed.map((each) =>
      each.code === 'usdttrc20'
        ? { ...each, name: 'New name', contractAddress: 'TNewContract', precision: 4 }
        : each,
    );
    expect(await syncCurrencies(desk, staff, {})).toMatchObject({
      created: [],
      updated: ['USDTTRC20'],
      missing: [],
      unchanged: listed.length - 1,
    });
    expect(await coin('USDTTRC20')).toMatchObject({
      id: before.id,
      name: 'Dollar on Tron',
      symbol: '₮',
      minAmountUsd: '25.00',
      networkFeeUsd: '3.50',
      sortOrder: 7,
      withdrawalsEnabled: true,
      isActive: true,
      contractAddress: 'TNewContract',
      decimalPlaces: 4,
    });
  });

  test('without news changes nothing', async () => {
    const before = await table();
    expect(await syncCurrencies(desk, staff, {})).toMatchObject({
      created: [],
      updated: [],
      missing: [],
      unchanged: listed.length,
    });
    expect(await table()).toEqual(before);
  });

  test('as a dry run reports what it would do and writes nothing, not even an audit row', async () => {
    const before = await table();
    const audits = await AuditEntry.query(desk.knex).resultSize();
    catalogue = [
      ...listed.slice(1).map((each) => (each.code === 'eth' ? { ...each, precision: 3 } : each)),
      row({ code: 'NEW', network: 'eth', ticker: 'new' }),
    ];
    expect(await syncCurrencies(desk, staff, { dryRun: true, deactivateMissing: true })).toMatchObject({
      dryRun: true,
      created: ['NEW'],
      updated: ['ETH'],
      missing: ['BTC'],
    });
    expect(await table()).toEqual(before);
    expect(await AuditEntry.query(desk.knex).resultSize()).toBe(audits);
  });

  test('refuses a list from which too much is missing, and writes nothing', async () => {
    const before = await table();
    catalogue = listed.slice(0, Math.floor(listed.length / 2));
    await expect(syncCurrencies(desk, staff, { deactivateMissing: true })).rejects.toMatchObject({
      reason: 'TOO_MANY_WOULD_VANISH',
    });
    await expect(syncCurrencies(desk, staff, { dryRun: true })).rejects.toMatchObject({
      reason: 'TOO_MANY_WOULD_VANISH',
    });
    catalogue = [];
    await expect(syncCurrencies(desk, staff, {})).rejects.toMatchObject({ reason: 'TOO_MANY_WOULD_VANISH' });
    expect(await table()).toEqual(before);
  });

  test('makes missing currencies unavailable for deposits, and deactivates them only on request', async () => {
    const { id } = await coin('BTC');
    await setCurrenciesActive(desk, staff, [id], true);
    catalogue = listed.filter((each) => each.code !== 'btc');
    expect(await syncCurrencies(desk, staff, {})).toMatchObject({ missing: ['BTC'], deactivated: [] });
    expect(await coin('BTC')).toMatchObject({ isAvailable: false, isActive: true });
    expect(await syncCurrencies(desk, staff, { deactivateMissing: true })).toMatchObject({
      missing: ['BTC'],
      deactivated: ['BTC'],
    });
    expect(await coin('BTC')).toMatchObject({ isAvailable: false, isActive: false });
    catalogue = listed;
    await syncCurrencies(desk, staff, {});
    expect(await coin('BTC')).toMatchObject({ isAvailable: true, isActive: false });
  });

  test('skips currencies without a network, and reports networks that the registry lacks', async () => {
    catalogue = [
      ...listed,
      row({ code: 'NOWHERE', network: null, ticker: 'nw' }),
      row({ code: 'FAR', network: 'brandnew', ticker: 'far' }),
    ];
    expect(await syncCurrencies(desk, staff, {})).toMatchObject({
      created: ['FAR'],
      unknownNetworks: ['brandnew'],
    });
  });
});

describe('memos', () => {
  test.each([
    ['XRP', 'Destination tag', false],
    ['XLM', 'Memo', true],
    ['HBAR', 'Memo', true],
    ['TON', 'Comment', false],
    ['USDTTON', 'Comment', false],
    ['ATOM', 'Memo', false],
    ['BTC', null, false],
    ['USDTTRC20', null, false],
  ])('%s: %s, required %s', async (code, extraIdName, extraIdRequired) => {
    expect(await coin(code)).toMatchObject({ extraIdName, extraIdRequired });
  });

  test('a network without a rule follows the provider', async () => {
    catalogue = [
      ...listed,
      row({ code: 'ODD', network: 'brandnew', ticker: 'odd', extra_id_exists: true }),
      row({ code: 'TAG', network: 'xrp', ticker: 'tag', extra_id_exists: true }),
    ];
    await syncCurrencies(desk, staff, {});
    expect(await coin('ODD')).toMatchObject({ extraIdName: 'Memo', extraIdRequired: true });
    // Older rows have no "optional" field.
    expect(await coin('TAG')).toMatchObject({ extraIdName: 'Destination tag', extraIdRequired: true });
  });
});
