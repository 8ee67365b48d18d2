import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { networks, paymentUri } from './index.ts';
import type { PaymentRequest } from './index.ts';
import { baseUnits, userUnits } from './onChainAmount.ts';

const evm = '0x1f9Aa417c7A0A6B138967aE4bf55cc76fDe6cb50';
const usdtErc20 = '0xdAC17F958D2ee523a2206206994597C13D831ec7';
const btc = 'bc1q044rdn07a9shumk8f5xs0m7648fl9hukv2fr99';
const sol = 'EhcruefVut2qXwAgbqaUeJm1CjBiKYs7c7UBK5XcDw1t';
const usdcMint = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';
const ton = 'UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0';
const usdtMaster = 'EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs';
const xlm = 'GAWXEOCXYD6H3UG36AYB5U43ZYTX4L2GWGYPDEIMFUVB7NN4MRKQCHOV';

const cases: [string, PaymentRequest, string][] = [
  [
    'BIP-21',
    { network: 'btc', token: 'btc', address: btc, amount: '0.0018910' },
    `bitcoin:${btc}?amount=0.001891`,
  ],
  ['BIP-21 without an amount', { network: 'btc', token: 'btc', address: btc }, `bitcoin:${btc}`],
  [
    'BIP-21 of a tiny amount, no exponent',
    { network: 'btc', token: 'btc', address: btc, amount: '1e-8' },
    `bitcoin:${btc}?amount=0.00000001`,
  ],
  [
    'Litecoin',
    { network: 'ltc', token: 'ltc', address: 'LdtPN6iiD35YXW2Avi7qbuahiWDiNHSqmc', amount: '1' },
    'litecoin:LdtPN6iiD35YXW2Avi7qbuahiWDiNHSqmc?amount=1',
  ],
  [
    'CashAddr with its prefix',
    { network: 'bch', token: 'bch', address: `bitcoincash:q${'p'.repeat(41)}`, amount: '2' },
    `bitcoincash:q${'p'.repeat(41)}?amount=2`,
  ],
  [
    'CashAddr without its prefix',
    { network: 'bch', token: 'bch', address: `q${'p'.repeat(41)}`, amount: '2' },
    `bitcoincash:q${'p'.repeat(41)}?amount=2`,
  ],
  [
    'a legacy Bitcoin Cash address, which wallets read differently',
    { network: 'bch', token: 'bch', address: '1CS8hs2VC55h5s1qz11wsd9qRr4xXWEeqg', amount: '2' },
    '1CS8hs2VC55h5s1qz11wsd9qRr4xXWEeqg',
  ],
  [
    'ether in wei',
    { network: 'eth', token: 'eth', address: evm, amount: '2.014' },
    `ethereum:${evm}@1?value=2014000000000000000`,
  ],
  [
    'ether with 18 places',
    { network: 'base', token: 'eth', address: evm, amount: '0.000000000000000001' },
    `ethereum:${evm}@8453?value=1`,
  ],
  [
    'an ERC-20 transfer',
    {
      network: 'eth',
      token: 'usdt',
      contractAddress: usdtErc20,
      decimalPlaces: 6,
      address: evm,
      amount: '12.5',
    },
    `ethereum:${usdtErc20}@1/transfer?address=${evm}&uint256=12500000`,
  ],
  [
    'a BEP-20 transfer in 18 places',
    {
      network: 'bsc',
      token: 'usdt',
      contractAddress: usdtErc20,
      decimalPlaces: 18,
      address: evm,
      amount: '9.957785',
    },
    `ethereum:${usdtErc20}@56/transfer?address=${evm}&uint256=9957785000000000000`,
  ],
  [
    'a token with more places than the chain, rounded up',
    {
      network: 'arbitrum',
      token: 'usdt',
      contractAddress: usdtErc20,
      decimalPlaces: 6,
      address: evm,
      amount: '1.00000001',
    },
    `ethereum:${usdtErc20}@42161/transfer?address=${evm}&uint256=1000001`,
  ],
  [
    'a token without a contract: never the native transfer',
    { network: 'eth', token: 'usdt', decimalPlaces: 6, address: evm, amount: '12.5' },
    evm,
  ],
  [
    'a token without known places',
    { network: 'eth', token: 'usdt', contractAddress: usdtErc20, address: evm, amount: '12.5' },
    evm,
  ],
  ['ether bridged to BSC, a token there', { network: 'bsc', token: 'eth', address: evm, amount: '1' }, evm],
  [
    'native coin with a wrong number of places from outside',
    { network: 'eth', token: 'eth', decimalPlaces: 8, address: evm, amount: '1' },
    `ethereum:${evm}@1?value=1000000000000000000`,
  ],
  [
    'Solana',
    { network: 'sol', token: 'sol', address: sol, amount: '0.5', extraId: 'order 7' },
    `solana:${sol}?amount=0.5&memo=order%207`,
  ],
  [
    'a Solana token',
    {
      network: 'sol',
      token: 'usdc',
      contractAddress: usdcMint,
      decimalPlaces: 6,
      address: sol,
      amount: '1.50000000',
    },
    `solana:${sol}?amount=1.5&spl-token=${usdcMint}`,
  ],
  [
    'a Solana token without a mint',
    { network: 'sol', token: 'usdc', decimalPlaces: 6, address: sol, amount: '1.5' },
    sol,
  ],
  [
    'TON in nanoton with a comment',
    { network: 'ton', token: 'ton', address: ton, amount: '1.5', extraId: '777' },
    `ton://transfer/${ton}?amount=1500000000&text=777`,
  ],
  [
    'a jetton',
    {
      network: 'ton',
      token: 'usdt',
      contractAddress: usdtMaster,
      decimalPlaces: 6,
      address: ton,
      amount: '3',
    },
    `ton://transfer/${ton}?amount=3000000&jetton=${usdtMaster}`,
  ],
  [
    'Stellar with a memo',
    { network: 'xlm', token: 'xlm', address: xlm, amount: '10', extraId: '55' },
    `web+stellar:pay?destination=${xlm}&amount=10&memo=55&memo_type=MEMO_TEXT`,
  ],
  [
    'a Stellar asset',
    {
      network: 'xlm',
      token: 'usdc',
      contractAddress: `USDC-${xlm}`,
      decimalPlaces: 7,
      address: xlm,
      amount: '10',
    },
    `web+stellar:pay?destination=${xlm}&amount=10&asset_code=USDC&asset_issuer=${xlm}`,
  ],
  [
    'Monero',
    { network: 'xmr', token: 'xmr', address: '44AFFq5kSiGBoZ', amount: '1.2' },
    'monero:44AFFq5kSiGBoZ?tx_amount=1.2',
  ],
  [
    'Nano in raw',
    { network: 'nano', token: 'xno', address: 'nano_1abc', amount: '1.5' },
    `nano:nano_1abc?amount=15${'0'.repeat(29)}`,
  ],
  [
    'Kaspa, whose address is the scheme',
    { network: 'kas', token: 'kas', address: `kaspa:q${'p'.repeat(60)}`, amount: '3' },
    `kaspa:q${'p'.repeat(60)}?amount=3`,
  ],
  [
    'Cardano',
    { network: 'ada', token: 'ada', address: 'addr1abc', amount: '2.5' },
    'web+cardano:addr1abc?amount=2.5',
  ],
  [
    'TRON, plain',
    {
      network: 'trx',
      token: 'usdt',
      contractAddress: 'TR7',
      decimalPlaces: 6,
      address: 'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
      amount: '5',
    },
    'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
  ],
  [
    'XRP, plain',
    {
      network: 'xrp',
      token: 'xrp',
      address: 'rMABgyUcEMJ8BJRsd6gEPytdfEWd1SuM6E',
      amount: '5',
      extraId: '1',
    },
    'rMABgyUcEMJ8BJRsd6gEPytdfEWd1SuM6E',
  ],
  ['an unknown network', { network: 'nosuch', token: 'x', address: 'whatever', amount: '5' }, 'whatever'],
  ['no network', { network: null, token: 'x', address: 'whatever', amount: '5' }, 'whatever'],
  [
    'an address that would change the query',
    { network: 'btc', token: 'btc', address: 'abc?amount=9&x=', amount: '5' },
    'abc?amount=9&x=',
  ],
  ['an address that is no EVM address', { network: 'eth', token: 'eth', address: 'abc', amount: '5' }, 'abc'],
];

describe('payment URIs', () => {
  test.each(cases)('writes %s', (_name, request, expected) => {
    expect(paymentUri(request)).toBe(expected);
  });

  test.each(['', '0', '-1', 'NaN', 'Infinity', '1e999', '0x10', '1,5', null])(
    'leaves the amount out when it is %s',
    (amount) => {
      expect(paymentUri({ network: 'btc', token: 'btc', address: btc, amount })).toBe(`bitcoin:${btc}`);
    },
  );

  test('shows a bare address for a token whose amount is unknown, so that no wallet sends its own coin', () => {
    expect(
      paymentUri({
        network: 'eth',
        token: 'usdt',
        contractAddress: usdtErc20,
        decimalPlaces: 6,
        address: evm,
      }),
    ).toBe(evm);
  });

  test('always contains the address and never an exponent, on every network', () => {
    for (const network of networks) {
      for (const amount of [
        '0.000000000000000000000000000001',
        '123456789012345678901234567890',
        '1e-9',
        null,
      ]) {
        const text = paymentUri({ network: network.key, token: network.nativeToken, address: evm, amount });
        expect(text).toContain(evm);
        expect(text.replace(evm, '')).not.toMatch(/\d[eE][+-]?\d/);
      }
    }
  });
});

describe('amounts on chain', () => {
  test('base units are exact where doubles are not', () => {
    expect(baseUnits('0.1', 18)).toBe('100000000000000000');
    expect(baseUnits('1234567.890123456789012345', 18)).toBe('1234567890123456789012345');
    expect(baseUnits('340282366.920938463463374607431768211455', 30)).toBe(
      '340282366920938463463374607431768211455',
    );
  });

  test('places that the chain cannot carry are rounded up, never down', () => {
    expect(userUnits('1.0000001', 6)).toBe('1.000001');
    expect(userUnits('1.00000000', 6)).toBe('1');
    expect(baseUnits('0.0000001', 6)).toBe('1');
  });

  test('base units shifted back are the amount, for any digits', () => {
    const Exact = Decimal.clone({ precision: 100 });
    for (let seed = 1; seed <= 200; seed++) {
      const places = seed % 19;
      const amount = `${seed * 7919}.${String(seed * 104729)
        .padStart(20, '0')
        .slice(-Math.max(places, 1))}`;
      if (places === 0) continue;
      const units = baseUnits(amount, places)!;
      expect(new Exact(units).div(new Exact(10).pow(places)).eq(amount)).toBe(true);
    }
  });
});
