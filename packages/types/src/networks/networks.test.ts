import { describe, expect, test } from 'vitest';
import {
  addressExplorerLink,
  currencyDisplayName,
  extraIdLooksValid,
  extraIdRule,
  isNativeToken,
  networkLabel,
  networkOf,
  networks,
  transactionExplorerLink,
  transactionHashLooksValid,
} from './index.ts';

/** Every network key that section 9 of the provider facts names. */
const keysOfTheFacts = [
  'btc ltc bch doge dash zec xmr eth etc bsc bnb matic cchain avaxc xchain arbitrum base op',
  'trx sol ton xrp xlm ada dot atom near algo xtz hbar fil vet nano sui apt kas celo zksync',
  'lna inj sei egld icx strk sonic bera cfx cspr stx lunc qtum waves zil dgb rvn dcr',
].flatMap((line) => line.split(' '));

describe('the registry', () => {
  test.each(keysOfTheFacts)('knows the provider network %s', (key) => {
    expect(networkOf(key)?.key).toBe(key);
  });

  test('has every key once, lower-case, and every name filled', () => {
    const keys = networks.map((network) => network.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const network of networks) {
      expect(network.key).toMatch(/^[a-z0-9]+$/);
      expect(network.name).not.toBe('');
      expect(network.nativeToken).toMatch(/^[A-Z0-9]+$/);
      expect(network.addressShape).not.toBe('');
    }
  });

  test('gives each explorer template exactly one slot and https', () => {
    for (const network of networks) {
      if (network.transactionExplorer)
        expect(network.transactionExplorer).toMatch(/^https:\/\/[^{]+\{hash\}[^{]*$/);
      if (network.addressExplorer)
        expect(network.addressExplorer).toMatch(/^https:\/\/[^{]+\{address\}[^{]*$/);
    }
  });

  test('has a chain id wherever the URI needs one, and each id for one chain only', () => {
    const chains = new Map<number, string>();
    for (const network of networks) {
      if (network.uriKind !== 'eip681') continue;
      const chainId = network.chainId ?? 0;
      expect(chainId, network.key).toBeGreaterThan(0);
      expect(chains.get(chainId) ?? network.name).toBe(network.name);
      chains.set(chainId, network.name);
    }
  });

  test.each([
    ['eth', 1],
    ['op', 10],
    ['bsc', 56],
    ['matic', 137],
    ['zksync', 324],
    ['base', 8453],
    ['arbitrum', 42161],
    ['avaxc', 43114],
    ['cchain', 43114],
    ['celo', 42220],
    ['lna', 59144],
    ['etc', 61],
  ])('gives %s the chain id %i', (key, chainId) => {
    expect(networkOf(key)?.chainId).toBe(chainId);
  });

  test('reads keys in any case and with surrounding blanks', () => {
    expect(networkOf(' TRX ')?.name).toBe('TRON');
  });

  test.each([null, undefined, '', 'shop', 'usdttrc20', '__proto__', 'constructor'])(
    'knows nothing of %s',
    (key) => {
      expect(networkOf(key)).toBeUndefined();
    },
  );
});

describe('names', () => {
  test.each([
    ['trx', 'TRC20'],
    ['eth', 'ERC20'],
    ['bsc', 'BEP20'],
    ['matic', 'Polygon'],
    ['sol', 'Solana'],
    ['ton', 'TON'],
    ['arbitrum', 'Arbitrum'],
    ['op', 'Optimism'],
    ['avaxc', 'Avalanche C-Chain'],
    ['bnb', 'BEP2'],
    ['newchain', 'NEWCHAIN'],
  ])('labels %s as %s', (key, label) => {
    expect(networkLabel(key)).toBe(label);
  });

  test('has no label without a key', () => {
    expect(networkLabel(null)).toBeNull();
    expect(networkLabel('  ')).toBeNull();
  });

  test.each([
    [{ token: 'usdt', network: 'trx', code: 'usdttrc20' }, 'USDT (TRC20)'],
    [{ token: 'usdt', network: 'eth', code: 'usdterc20' }, 'USDT (ERC20)'],
    [{ token: 'usdt', network: 'ton', code: 'usdtton' }, 'USDT (TON)'],
    [{ token: 'btc', network: 'btc', code: 'btc' }, 'BTC'],
    [{ token: 'trx', network: 'trx', code: 'trx' }, 'TRX'],
    [{ token: 'eth', network: 'eth', code: 'eth' }, 'ETH'],
    // The same ticker elsewhere must not read like Ethereum's.
    [{ token: 'eth', network: 'arbitrum', code: 'etharb' }, 'ETH (Arbitrum)'],
    [{ token: 'eth', network: 'base', code: 'ethbase' }, 'ETH (Base)'],
    [{ token: 'eth', network: 'bsc', code: 'ethbsc' }, 'ETH (BEP20)'],
    [{ token: 'bnb', network: 'bsc', code: 'bnbbsc' }, 'BNB'],
    [{ token: 'bnb', network: 'bnb', code: 'bnbmainnet' }, 'BNB (BEP2)'],
    [{ token: 'avax', network: 'cchain', code: 'avaxc' }, 'AVAX'],
    [{ token: 'avax', network: 'xchain', code: 'avax' }, 'AVAX (Avalanche X-Chain)'],
    // D14 of the original: `matic` is the ERC-20, `maticmainnet` the coin.
    [{ token: 'matic', network: 'eth', code: 'matic' }, 'MATIC (ERC20)'],
    [{ token: 'matic', network: 'matic', code: 'maticmainnet' }, 'MATIC'],
    [{ token: 'usdt', network: 'matic', code: 'usdtmatic' }, 'USDT (Polygon)'],
    // Codes that end in another network's name stay where the provider says they are.
    [{ token: 'shop', network: 'eth', code: 'SHOP' }, 'SHOP (ERC20)'],
    [{ token: 'loop', network: 'bsc', code: 'LOOP' }, 'LOOP (BEP20)'],
    [{ token: null, network: null, code: 'usdttrc20' }, 'USDTTRC20'],
    [{ token: 'foo', network: 'newchain', code: 'foonew' }, 'FOO (NEWCHAIN)'],
    [{ token: 'newchain', network: 'newchain', code: 'newchain' }, 'NEWCHAIN'],
  ])('shows %o as %s', (currency, name) => {
    expect(currencyDisplayName(currency)).toBe(name);
  });

  test('accepts both of Polygon’s tickers as its native coin', () => {
    const polygon = networkOf('matic')!;
    expect(isNativeToken(polygon, 'pol')).toBe(true);
    expect(isNativeToken(polygon, 'MATIC')).toBe(true);
    expect(isNativeToken(polygon, 'usdt')).toBe(false);
    expect(isNativeToken(polygon, null)).toBe(false);
  });
});

describe('explorer links', () => {
  const hex = 'a'.repeat(64);
  test.each([
    ['btc', hex, `https://mempool.space/tx/${hex}`],
    ['trx', hex, `https://tronscan.org/#/transaction/${hex}`],
    ['eth', `0x${hex}`, `https://etherscan.io/tx/0x${hex}`],
    ['apt', `0x${hex}`, `https://explorer.aptoslabs.com/txn/0x${hex}?network=mainnet`],
    [
      'hbar',
      '0.0.1234@1700000000.123456789',
      'https://hashscan.io/mainnet/transaction/0.0.1234@1700000000.123456789',
    ],
    ['ton', 'ab/+'.padEnd(43, 'c') + '=', `https://tonviewer.com/transaction/ab%2F%2B${'c'.repeat(39)}%3D`],
  ])('links a transaction on %s', (network, hash, link) => {
    expect(transactionExplorerLink(network, hash)).toBe(link);
  });

  test('links an address, the scheme of Kaspa included', () => {
    expect(addressExplorerLink('xrp', 'rAbc')).toBe('https://xrpscan.com/account/rAbc');
    expect(addressExplorerLink('kas', 'kaspa:qabc')).toBe('https://explorer.kaspa.org/addresses/kaspa:qabc');
  });

  test.each([
    ['nosuch', 'abc'],
    ['bnb', 'abc'],
    [null, 'abc'],
    ['btc', ''],
    ['btc', null],
    ['btc', 'a b'],
    ['btc', '"><script>'],
  ])('has no link for %s and %s', (network, hash) => {
    expect(transactionExplorerLink(network, hash)).toBeNull();
  });

  test('has no address link for a chain that hides addresses', () => {
    expect(addressExplorerLink('xmr', '4abc')).toBeNull();
  });

  test('does not read replacement patterns in a value', () => {
    expect(transactionExplorerLink('btc', '$&')).toBeNull();
  });
});

describe('transaction hashes', () => {
  const hex = '0123456789abcdef'.repeat(4);
  test.each([
    ['btc', hex],
    ['trx', hex],
    ['xrp', hex.toUpperCase()],
    ['eth', `0x${hex}`],
    ['vet', `0x${hex}`],
    ['dot', `0x${hex}`],
    ['dot', '1234567-2'],
    ['sol', '5'.repeat(88)],
    ['near', '9'.repeat(44)],
    ['ton', hex],
    ['ton', `${'A'.repeat(43)}=`],
    ['algo', 'A'.repeat(52)],
    ['hbar', '0.0.98@1700000000.000000001'],
    ['xtz', `o${'o'.repeat(50)}`],
    ['nosuch', 'anything-plausible'],
    [null, hex],
  ])('accepts on %s the hash %s', (network, hash) => {
    expect(transactionHashLooksValid(network, hash)).toBe(true);
  });

  test.each([
    ['btc', `0x${hex}`],
    ['btc', hex.slice(1)],
    ['eth', hex],
    ['eth', `0x${hex}0`],
    ['sol', hex],
    ['sol', '0'.repeat(88)],
    ['trx', 'T'.padEnd(64, 'z')],
    ['algo', 'a'.repeat(52)],
    ['nosuch', 'has blanks in it'],
    ['nosuch', ''],
    ['nosuch', '<script>alert(1)</script>'],
  ])('rejects on %s the hash %s', (network, hash) => {
    expect(transactionHashLooksValid(network, hash)).toBe(false);
  });
});

describe('memos and tags', () => {
  test.each([
    ['xrp', 'Destination tag', 'usual'],
    ['xlm', 'Memo', 'usual'],
    ['bnb', 'Memo', 'usual'],
    ['ton', 'Comment', 'possible'],
    ['atom', 'Memo', 'possible'],
    ['hbar', 'Memo', 'possible'],
  ])('names the extra id of %s', (network, name, need) => {
    expect(extraIdRule(network)).toMatchObject({ name, need });
  });

  test.each(['btc', 'eth', 'trx', 'nosuch', null])('has none for %s', (network) => {
    expect(extraIdRule(network)).toBeNull();
  });

  test.each([
    ['xrp', '0', true],
    ['xrp', '4294967295', true],
    ['xrp', '4294967296', false],
    ['xrp', '007', false],
    ['xrp', '-1', false],
    ['xrp', '12a', false],
    ['xrp', '', false],
    ['xlm', 'order 12', true],
    ['xlm', '1'.repeat(28), true],
    ['xlm', '1'.repeat(29), false],
    ['xlm', 'é', false],
    ['xlm', ' 12', false],
    ['bnb', 'ABC_1-2', true],
    ['bnb', 'a b', false],
    ['ton', 'x'.repeat(121), false],
    ['ton', 'order\n12', false],
  ])('on %s the extra id "%s" is well-formed: %s', (network, extraId, expected) => {
    expect(extraIdLooksValid(extraIdRule(network)!, extraId)).toBe(expected);
  });
});
