import { beforeEach, describe, expect, test } from 'vitest';
import { fundedUser, newPayment, newWithdrawal, refusalOf } from '../../test/support/money.ts';
import { actors, newUser, testDesk } from '../../test/support/testDesk.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { readProviderCurrency, type ProviderCurrency } from '../nowpayments/providerCurrency.ts';
import { cancelPayment } from '../payments/cancelPayment.ts';
import { cancelWithdrawal } from '../withdrawals/cancelWithdrawal.ts';
import { acceptCurrencyChange } from './acceptCurrencyChange.ts';
import { syncCurrencies } from './syncCurrencies.ts';

const real = await testDesk();
const listed = await real.provider.fullCurrencies();
let catalogue: ProviderCurrency[] = listed;
const desk = { ...real, provider: { ...real.provider, fullCurrencies: () => Promise.resolve(catalogue) } };
const staff = actors.staff();

const coin = async (code: string) => await Currency.query(desk.knex).findOne({ code }).throwIfNotFound();
const row = (fields: object) =>
  readProviderCurrency({
    enable: true,
    precision: 8,
    network: 'odd',
    ticker: 'odd',
    ...fields,
  }) as ProviderCurrency;
const changed = (code: string, change: Partial<ProviderCurrency>) =>
  listed.map((each) => (each.code === code ? { ...each, ...change } : each));
const offer = async (code: string) =>
  await Currency.query(desk.knex)
    .where({ code })
    .patch({ isActive: true, withdrawalsEnabled: true, networkFeeUsd: '1.00' });

beforeEach(async () => {
  catalogue = listed;
  await syncCurrencies(desk, staff, {});
  await offer('USDTBSC');
});

describe('one bad row never stops the others', () => {
  const eth = listed.find(({ code }) => code === 'eth') as ProviderCurrency;
  test.each([
    ['an odd code', row({ code: 'USDT-X' }), 'USDT-X'],
    ['a second row of a known code', { ...eth, network: 'bsc', contractAddress: '0x0' }, 'ETH'],
    ['absurd precision', row({ code: 'absurd', precision: '999999999' }), 'ABSURD'],
    ['absurd places on the chain', row({ code: 'absurd2', network_precision: '31' }), 'ABSURD2'],
    ['an endless network', row({ code: 'endless', network: 'x'.repeat(9000) }), 'ENDLESS'],
    ['an endless contract', row({ code: 'endless2', smart_contract: 'x'.repeat(9000) }), 'ENDLESS2'],
    ['an endless code', row({ code: 'x'.repeat(9000) }), 'X'.repeat(40)],
  ])('such as %s', async (_name, bad, code) => {
    const before = await coin('ETH');
    for (const rows of [
      [bad, ...listed, row({ code: `new${code.slice(0, 9).replace('-', '')}` })],
      [...listed, bad],
    ]) {
      catalogue = rows;
      const { skipped } = await syncCurrencies(desk, staff, {});
      expect(skipped).toMatchObject([{ code }]);
    }
    expect(await coin(`NEW${code.slice(0, 9).replace('-', '')}`)).toMatchObject({ network: 'odd' });
    expect(await coin('ETH')).toMatchObject({ network: before.network, isAvailable: true });
  });

  test('also one that only the database refuses', async () => {
    catalogue = [{ ...row({ code: 'broken' }), name: null as unknown as string }, ...listed].map((each) =>
      each.code === 'broken' ? { ...each, name: 'a\0b' } : each,
    );
    catalogue.push(row({ code: 'newlisted' }));
    expect(await syncCurrencies(desk, staff, {})).toMatchObject({
      skipped: [{ code: 'BROKEN', reason: 'the database refused it' }],
      created: ['NEWLISTED'],
    });
  });

  test('a known currency whose row is bad stays as it is', async () => {
    catalogue = changed('usdtbsc', { precision: 99 });
    const { skipped, missing } = await syncCurrencies(desk, staff, {});
    expect([skipped.map(({ code }) => code), missing.includes('USDTBSC')]).toEqual([['USDTBSC'], false]);
    expect(await coin('USDTBSC')).toMatchObject({ isAvailable: true, network: 'bsc' });
  });
});

const CHANGES: [string, Partial<ProviderCurrency>][] = [
  ['network', { network: 'trx' }],
  ['contract', { contractAddress: '0x000000000000000000000000000000000000bEEF' }],
  ['precision', { precision: 2 }],
  ['places on the chain', { networkPrecision: 20 }],
];

describe.each(CHANGES)('a change of the %s', (_name, change) => {
  test('under an open payment takes the currency off offer and waits for a person', async () => {
    const user = await newUser(desk);
    const payment = await newPayment(real, user.id, '50.00');
    const before = await coin('USDTBSC');
    catalogue = changed('usdtbsc', change);
    const result = await syncCurrencies(desk, staff, {});
    expect(result).toMatchObject({ held: ['USDTBSC'], skipped: [] });
    const { network, contractAddress, decimalPlaces, chainDecimals } = before;
    const identity = { network, contractAddress, decimalPlaces, chainDecimals };
    const held = await coin('USDTBSC');
    expect(held).toMatchObject({ ...identity, isAvailable: false });
    expect(held.pendingChange).not.toMatchObject(identity);
    expect(await refusalOf(newPayment(real, user.id, '50.00'))).toBe('CURRENCY_INACTIVE');
    expect((await syncCurrencies(desk, staff, {})).updated).toEqual([]);

    const accept = async (seen: Currency['pendingChange']) => {
      if (seen === null) throw new Error('nothing to accept');
      return await acceptCurrencyChange(desk, staff, { id: held.id, pendingChange: seen });
    };
    expect(await refusalOf(accept(held.pendingChange))).toBe('CURRENCY_IN_USE');
    await cancelPayment(desk, staff, payment.id);
    // It never becomes valid by itself, also when nothing is open any more.
    await syncCurrencies(desk, staff, {});
    expect(await coin('USDTBSC')).toMatchObject(identity);
    const { pendingChange } = await coin('USDTBSC');
    const other = { network: 'trx', contractAddress: null, decimalPlaces: 6, chainDecimals: 6 };
    expect(await refusalOf(accept(other))).toBe('CHANGED_MEANWHILE');
    expect(await accept(pendingChange)).toMatchObject({
      ...pendingChange,
      pendingChange: null,
    });
    await syncCurrencies(desk, staff, {});
    expect(await coin('USDTBSC')).toMatchObject({ ...pendingChange, isAvailable: true });
  });

  test('under an open withdrawal too; when the list returns to what is known it is offered again', async () => {
    const { id } = await newWithdrawal(real, (await fundedUser(real, '50.00')).id, '20.00');
    const user = await fundedUser(real, '50.00');
    catalogue = changed('usdtbsc', change);
    await syncCurrencies(desk, staff, {});
    expect(await refusalOf(newWithdrawal(real, user.id, '20.00'))).toBe('CURRENCY_INACTIVE');
    catalogue = listed;
    await syncCurrencies(desk, staff, {});
    expect(await coin('USDTBSC')).toMatchObject({ isAvailable: true, pendingChange: null });
    await cancelWithdrawal(desk, staff, id);
  });

  test('is refused by the database itself under open requests', async () => {
    const payment = await newPayment(real, (await newUser(desk)).id, '50.00');
    const column = {
      network: 'network',
      contractAddress: 'contract_address',
      precision: 'decimal_places',
      networkPrecision: 'chain_decimals',
    }[Object.keys(change)[0] as 'network'];
    const update = desk
      .knex('currencies')
      .where({ code: 'USDTBSC' })
      .update({ [column]: Object.values(change)[0] });
    expect(await refusalOf(update)).toBe('CURRENCY_IN_USE');
    await cancelPayment(desk, staff, payment.id);
  });
});

test('without open requests a change is imported as before', async () => {
  catalogue = changed('usdtbsc', { network: 'trx' });
  expect(await syncCurrencies(desk, staff, {})).toMatchObject({ updated: ['USDTBSC'], held: [] });
  expect(await coin('USDTBSC')).toMatchObject({ network: 'trx', isAvailable: true, pendingChange: null });
});

test('the network is part of what an approver approves', async () => {
  const { id } = await newWithdrawal(real, (await fundedUser(real, '50.00')).id, '20.00');
  const request = await WithdrawalRequest.query(desk.knex).findById(id).throwIfNotFound();
  expect(request).toMatchObject({ network: 'bsc', isIntact: true });
  const hashed = await desk.knex.raw<{ rows: { same: boolean }[] }>(
    `select payload_hash = withdrawal_payload_hash(id, user_id, amount_usd, currency_code, wallet_address, extra_id,
       network_fee_usd, service_fee_usd) as same from withdrawal_requests where id = ?`,
    [id],
  );
  expect(hashed.rows).toEqual([{ same: false }]);
  expect(await refusalOf(desk.knex('withdrawal_requests').where({ id }).update({ network: 'trx' }))).toBe(
    'IMMUTABLE',
  );
  await cancelWithdrawal(desk, staff, id);
});
