import { COINS } from '@paydesk/simulator';
import {
  addressExplorerLink,
  extraIdRule,
  networkOf,
  networks,
  paymentUri,
  transactionExplorerLink,
  transactionHashLooksValid,
} from '@paydesk/types';
import { beforeAll, describe, expect, test } from 'vitest';
import { offerCurrencies, testDesk } from '../../test/support/testDesk.ts';
import { validateAddress } from '@paydesk/addresses';

/** Networks of the provider beyond those of the simulated catalogue. */
const named = 'zksync icx strk sonic bera cfx cspr stx lunc qtum waves zil dcr'.split(' ');
const listed = [...new Set([...COINS.map((coin) => coin.network as string), ...named])].toSorted();

/** Networks without a public explorer; any other without one is a gap. */
const withoutTransactionPage = ['bnb'];
const withoutAddressPage = ['bnb', 'xmr'];
/** Networks whose addresses the desk cannot check, listed here so that a new one is a decision. */
const unverifiable = ['cfx', 'cspr'];

describe.each(listed)('the provider’s network %s', (key) => {
  const network = networkOf(key);

  test('is in the registry, with a name, a label and a rule for payment links', () => {
    expect(network, `${key} is missing in packages/types/src/networks`).toBeDefined();
    expect(network?.name).not.toBe('');
    expect(network?.label).not.toBe('');
    expect(network?.uriKind).toMatch(/^[a-z0-9_]+$/);
  });

  test('has explorers for transactions and addresses, or is known to have none', () => {
    expect(network?.transactionExplorer === null).toBe(withoutTransactionPage.includes(key));
    expect(network?.addressExplorer === null).toBe(withoutAddressPage.includes(key));
  });

  test('has a rule for addresses, or is marked as unverifiable', () => {
    expect(network?.addressShape).not.toBe('');
    expect(network?.addressKind === 'unverifiable').toBe(unverifiable.includes(key));
    const verdict = validateAddress({ network: key, address: 'surely-not-an-address' });
    expect(verdict.ok).toBe(false);
    expect(verdict.ok ? '' : verdict.reason).toBe(
      unverifiable.includes(key) ? 'ADDRESS_UNVERIFIABLE' : 'INVALID_ADDRESS',
    );
  });
});

describe('a real payment on each network of the catalogue', async () => {
  const desk = await testDesk();
  beforeAll(async () => await offerCurrencies(desk));
  const coins = COINS.filter(
    (coin, index) => coin.isEnabled && COINS.findIndex((other) => other.network === coin.network) === index,
  );

  test.each(coins.map((coin) => [coin.network, coin] as const))(
    '%s: address, memo, link, hash and explorer all fit together',
    async (network, coin) => {
      const created = await desk.provider.createPayment({
        priceAmount: '100.00',
        priceCurrency: 'usd',
        payCurrency: coin.code,
        orderId: coin.code,
      });
      const address = created.payAddress as string;
      expect(
        validateAddress({
          network,
          address,
          ...(created.payinExtraId !== null && { extraId: created.payinExtraId }),
        }),
      ).toMatchObject({ ok: true });
      if (created.payinExtraId !== null) expect(extraIdRule(network)).not.toBeNull();
      expect(
        paymentUri({
          network,
          token: coin.ticker,
          contractAddress: coin.contract,
          decimalPlaces: coin.chainDecimals,
          address,
          amount: created.payAmount,
        }),
      ).toContain(address.replace(/^(kaspa|bitcoincash):/, ''));
      if (!withoutAddressPage.includes(network))
        expect(addressExplorerLink(network, address)).toMatch(/^https:/);

      await desk.simulator.deposit(created.providerPaymentId, { amount: 'full' });
      const { payinHash } = await desk.provider.getPayment(created.providerPaymentId);
      expect(transactionHashLooksValid(network, payinHash as string), `${network}: ${payinHash}`).toBe(true);
      expect(transactionExplorerLink(network, payinHash)).toMatch(/^https:/);
    },
  );
});

test('the registry names no network twice, and lists every unverifiable one', () => {
  expect(new Set(networks.map((network) => network.key)).size).toBe(networks.length);
  const silent = networks
    .filter((network) => network.addressKind === 'unverifiable')
    .map((network) => network.key);
  expect(silent.toSorted()).toEqual([...unverifiable, 'eos', 'xym'].toSorted());
});
