import {
  base32nopad,
  base58,
  base58xmr,
  base58xrp,
  base64urlnopad,
  bech32,
  createBase58check,
  hex,
} from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { COINS } from '../coins/coins.ts';
import { networkOf, NETWORKS } from '../coins/networks.ts';
import { ADDRESS_FORMS, payAddress } from './payAddress.ts';

const base58check = createBase58check(sha256);
const afterVersion = (address: string): Uint8Array => base58check.decode(address).slice(1);
const witness = (address: `${string}1${string}`): Uint8Array =>
  bech32.fromWords(bech32.decode(address).words.slice(1));

describe('an address form', () => {
  it.each<[string, string, string]>([
    [
      'btc',
      ADDRESS_FORMS.btc({ h20: witness('bc1q044rdn07a9shumk8f5xs0m7648fl9hukv2fr99') }),
      'bc1q044rdn07a9shumk8f5xs0m7648fl9hukv2fr99',
    ],
    [
      'ltc',
      ADDRESS_FORMS.ltc({ h20: witness('ltc1qejmsvw3quczvrr90dcfcv7nynkngw2l8uqjs0j') }),
      'ltc1qejmsvw3quczvrr90dcfcv7nynkngw2l8uqjs0j',
    ],
    [
      'doge',
      ADDRESS_FORMS.doge({ h20: afterVersion('DQFa57hS9X86JxvrCr4ZVYx4xkhhgbG3fg') }),
      'DQFa57hS9X86JxvrCr4ZVYx4xkhhgbG3fg',
    ],
    [
      'dash',
      ADDRESS_FORMS.dash({ h20: afterVersion('XfdDh4bTUc5sqR89NbeHrtwtY1sWbULv2P') }),
      'XfdDh4bTUc5sqR89NbeHrtwtY1sWbULv2P',
    ],
    [
      'trx',
      ADDRESS_FORMS.trx({ h20: afterVersion('TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP') }),
      'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP',
    ],
    [
      'evm',
      ADDRESS_FORMS.evm({ h20: hex.decode('1f9aa417c7a0a6b138967ae4bf55cc76fde6cb50') }),
      '0x1f9Aa417c7A0A6B138967aE4bf55cc76fDe6cb50',
    ],
    [
      'xrp',
      ADDRESS_FORMS.xrp({ h20: base58xrp.decode('rMABgyUcEMJ8BJRsd6gEPytdfEWd1SuM6E').slice(1, 21) }),
      'rMABgyUcEMJ8BJRsd6gEPytdfEWd1SuM6E',
    ],
    [
      'xlm',
      ADDRESS_FORMS.xlm({
        h32: base32nopad.decode('GAWXEOCXYD6H3UG36AYB5U43ZYTX4L2GWGYPDEIMFUVB7NN4MRKQCHOV').slice(1, 33),
      }),
      'GAWXEOCXYD6H3UG36AYB5U43ZYTX4L2GWGYPDEIMFUVB7NN4MRKQCHOV',
    ],
    [
      'sol',
      ADDRESS_FORMS.sol({ h32: base58.decode('EhcruefVut2qXwAgbqaUeJm1CjBiKYs7c7UBK5XcDw1t') }),
      'EhcruefVut2qXwAgbqaUeJm1CjBiKYs7c7UBK5XcDw1t',
    ],
    [
      'ton',
      ADDRESS_FORMS.ton({
        h32: base64urlnopad.decode('UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0').slice(2, 34),
      }),
      'UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0',
    ],
    [
      'cosmos',
      ADDRESS_FORMS.cosmos({
        h20: bech32.fromWords(bech32.decode('cosmos13n47ndc56d05pm424p86eytlfjyr0lpa7axle9').words),
      }),
      'cosmos13n47ndc56d05pm424p86eytlfjyr0lpa7axle9',
    ],
    // Test vectors published by the chains.
    [
      'evm',
      ADDRESS_FORMS.evm({ h20: hex.decode('5aaeb6053f3e94c9b9a09f33669435e7ef1beaed') }),
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    ],
    [
      'bch',
      ADDRESS_FORMS.bch({ h20: hex.decode('76a04053bda0a88bda5177b86a15c3b29f559873') }),
      'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    ],
    [
      'kas',
      ADDRESS_FORMS.kas({
        h32: hex.decode('5fff3c4da18f45adcdd499e44611e9fff148ba69db3c4ea2ddd955fc46a59522'),
      }),
      'kaspa:qp0l70zd5x85ttwd6jv7g3s3a8llzj96d8dncn4zmhv4tlzx5k2jyqh70xmfj',
    ],
    [
      'dot',
      ADDRESS_FORMS.dot({
        h32: hex.decode('d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d'),
      }),
      '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5',
    ],
    [
      'nano',
      ADDRESS_FORMS.nano({
        h32: hex.decode('e89208dd038fbb269987689621d52292ae9c35941a7484756ecced92a65093ba'),
      }),
      'nano_3t6k35gi95xu6tergt6p69ck76ogmitsa8mnijtpxm9fkcm736xtoncuohr3',
    ],
    [
      'algo',
      ADDRESS_FORMS.algo({ h32: new Uint8Array(32) }),
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ',
    ],
    [
      'fil',
      ADDRESS_FORMS.fil({ h20: hex.decode('fd1d0f4dfcd7e99afcb99a8326b7dc459d32c628') }),
      'f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy',
    ],
    ['xtz', ADDRESS_FORMS.xtz({ h20: new Uint8Array(20) }), 'tz1Ke2h7sDdakHJQh8WX4Z372du1KChsksyU'],
  ])('of %s carries the checksum that the network computes', (_form, made, published) => {
    expect(made).toBe(published);
  });

  it('of xmr re-encodes a published address to itself', () => {
    const published =
      '44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A';
    const bytes = base58xmr.decode(published);
    expect(ADDRESS_FORMS.xmr({ h32: bytes.slice(1, 33), second32: bytes.slice(33, 65) })).toBe(published);
  });
});

describe('a pay address', () => {
  it.each(COINS)('of $code passes the wallet_regex that the provider serves', ({ network }) => {
    for (let index = 0; index < 50; index += 1) {
      expect(payAddress(networkOf(network).address, `sim:${4_000_000_000 + index}`)).toMatch(
        new RegExp(networkOf(network).walletRegex),
      );
    }
  });

  it('is the same for the same payment and another for another payment', () => {
    expect(payAddress('btc', 'sim:4000000001')).toBe(payAddress('btc', 'sim:4000000001'));
    expect(payAddress('btc', 'sim:4000000001')).not.toBe(payAddress('btc', 'sim:4000000002'));
  });
});

describe('the coin list', () => {
  it('has about sixty currencies over at least 25 networks, each known', () => {
    expect(COINS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(COINS.map((coin) => coin.network)).size).toBeGreaterThanOrEqual(25);
    expect(COINS.filter((coin) => !(coin.network in NETWORKS))).toEqual([]);
  });

  it('has no id and no code twice', () => {
    expect(new Set(COINS.map((coin) => coin.id)).size).toBe(COINS.length);
    expect(new Set(COINS.map((coin) => coin.code)).size).toBe(COINS.length);
  });
});
