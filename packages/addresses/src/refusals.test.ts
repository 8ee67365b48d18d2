import { networks } from '@paydesk/types';
import { describe, expect, test } from 'vitest';
import { checkExtraId } from './checkExtraId.ts';
import { validateAddress } from './validateAddress.ts';

const bitcoin = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const ripple = 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh';
const stellar = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ';

function messageOf(network: string, address: string): string {
  const verdict = validateAddress({ network, address });
  return verdict.ok ? `passes as ${verdict.normalized}` : verdict.message;
}

describe('a secret', () => {
  test.each([
    ['5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ', 'a private key'],
    [
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
      'an extended private key',
    ],
    ['sn259rEFXrQrWyx3Q7XneWcwV6dfL', 'a secret seed'],
    ['SA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ', 'a secret key'],
    ['edsk31vznjHSSpGExDMHYASz45VZqXN4DPxvsa4hAyY8dHM28cZzp6', 'a secret key'],
    [
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
      'a recovery phrase',
    ],
  ])('is recognized on every network and never repeated: %s', (secret, what) => {
    // Also where addresses cannot be checked: staff may not confirm such a text.
    for (const { key } of networks) {
      const message = messageOf(key, secret);
      expect(message, key).toContain(what);
      expect(message).not.toContain(secret);
    }
  });

  test('may also be 64 hexadecimal digits', () => {
    expect(messageOf('eth', `0x${'1f'.repeat(32)}`)).toBe(
      'This looks like a private key or a transaction hash, or a Sui or Aptos address, not an Ethereum address. Never share a private key.',
    );
    expect(messageOf('trx', '1f'.repeat(32))).toContain('a NEAR address');
    expect(messageOf('near', '1f'.repeat(32))).toContain('passes');
  });
});

describe('a character that no address has', () => {
  test.each([
    ['1A1zP1eP5QGefi2DM\u200bPTfTL5SLmv7DivfNa', 'Character 18 is a zero-width space (U+200B).'],
    ['\u202e1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'Character 1 is a right-to-left override (U+202E).'],
    ['1А1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'Character 2 is a Cyrillic letter that looks like “A” (U+0410).'],
    ['1A1zΡ1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'Character 5 is a Greek letter that looks like “P” (U+03A1).'],
    [
      '１A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
      'Character 1 is a full-width character that looks like “1” (U+FF11).',
    ],
    ['1A1zP1eP5QGefi2D MPTfTL5SLmv7DivfNa', 'Character 17 is a blank (U+0020).'],
    ['1A1zP1eP5QGefi2D\u00a0MPTfTL5SLmv7DivfNa', 'Character 17 is a no-break space (U+00A0).'],
    ['😀A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'Character 1 is a character that no address has (U+1F600).'],
  ])('is named: %s', (address, message) => {
    expect(messageOf('btc', address)).toContain(message);
  });
});

describe('test networks', () => {
  test.each([
    ['btc', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'],
    ['btc', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn'],
    ['doge', 'nUtMFED6VxYZFU2yJ3Ca8iudKpiBgwHpcw'],
    ['ltc', 'tltc1qw508d6qejxtdg4y5r3zarvary0c5xw7klfsuq0'],
    ['bch', 'bchtest:pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t'],
    ['kas', 'kaspatest:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqhqrxplya'],
    ['ton', 'kQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs'],
    ['ada', 'addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz'],
    ['near', 'alice.testnet'],
    [
      'xmr',
      '9wviCeWe2D8XS82k2ovp5EUYLzBt9pYNW2LXUFsZiv8S3Mt21FZ5qQaAroko1enzw3eGr9qC7X1D7Geoo2RrAotYPwq9Gm8',
    ],
    ['trx', '27RaWnajLTstmTHu8SbTKTJ4GNUsY7sFsZ4'],
    ['stx', 'ST2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKQVX8X0G'],
    ['fil', 't1abjxfbp274xpdqcpuaykwkfb43omjotacm2p3za'],
    ['xchain', 'X-fuji1wst8jt3z3fm9ce0z6akj3266zmgccdp03hjlaj'],
  ])('are named on %s: %s', (network, address) => {
    const message = messageOf(network, address);
    if (network === 'doge' || network === 'ltc') expect(message).toMatch(/test network|not a valid/);
    else expect(message).toContain('test network');
  });

  test('of another network are named as such', () => {
    expect(messageOf('eth', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx')).toBe(
      'This is a test network address (Bitcoin): real money sent there is lost.',
    );
  });
});

describe('where money is lost', () => {
  test.each([
    ['eth', '0x0000000000000000000000000000000000000001'],
    ['eth', '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'],
    ['btc', '1111111111111111111114oLvT2'],
    ['btc', '1BitcoinEaterAddressDontSendf59kuE'],
    ['btc', '1CounterpartyXXXXXXXXXXXXXXXUWLpVr'],
    ['xtz', 'tz1burnburnburnburnburnburnburjAYjjX'],
    ['xtz', 'tz1Ke2h7sDdakHJQh8WX4Z372du1KChsksyU'],
    ['sol', '1nc1nerator11111111111111111111111111111111'],
    ['xrp', 'rrrrrrrrrrrrrrrrrNAMEtxvNvQ'],
    ['xrp', 'rrrrrrrrrrrrrrrrrrrn5RM1rHd'],
    ['nano', 'nano_1111111111111111111111111111111111111111111111111111hifc8npp'],
    ['algo', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ'],
    ['xlm', 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'],
    ['stx', 'SM0000000000000000000062QV6X'],
    ['ton', 'EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c'],
    ['ton', 'UQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJKZ'],
    ['ton', `0:${'0'.repeat(64)}`],
    ['dot', '111111111111111111111111111111111HC1'],
    ['bch', 'bitcoincash:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqfnhks603'],
    ['bch', '1111111111111111111114oLvT2'],
    ['kas', 'kaspa:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqkx9awp4e'],
    ['sui', `0x${'0'.repeat(64)}`],
    ['near', '0'.repeat(64)],
    ['trx', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['eth', '0xdac17f958d2ee523a2206206994597c13d831ec7'],
    ['ton', 'EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs'],
    ['sol', 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'],
  ])('on %s: %s', (network, address) => {
    expect(messageOf(network, address)).toMatch(/lost\.$/);
  });

  test('the token is named', () => {
    expect(messageOf('trx', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t')).toBe(
      'This is the contract of USDT, not anyone’s wallet: money sent there is lost.',
    );
  });
});

describe('no address at all', () => {
  test.each([
    ['btc', `bitcoin:${bitcoin}?amount=0.1`, `fields: ${bitcoin}`],
    ['ltc', `bitcoin:${bitcoin}`, 'scheme in front'],
    ['xlm', `web+stellar:pay?destination=${stellar}&amount=1`, `fields: ${stellar}`],
    ['ton', 'ton://transfer/UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0?amount=1', 'fields: UQCAmH'],
    ['eth', 'ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed@1?value=1', 'fields: 0x5aAeb6'],
    [
      'eth',
      'ethereum:0xdAC17F958D2ee523a2206206994597C13D831ec7@1/transfer?address=0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed&uint256=1',
      'receiver’s address alone',
    ],
    ['bch', 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a?amount=1', 'fields: bitcoincash:qpm2'],
    [
      'kas',
      'kaspa:qpauqsvk7yf9unexwmxsnmg547mhyga37csh0kj53q6xxgl24ydxjsgzthw5j?amount=2',
      'fields: kaspa:qpau',
    ],
    ['kas', 'kaspa:qpauqsvk7yf9unexwmxsnmg547mhyga37csh0kj53q6xxgl24ydxjsgzthw5k', 'not a valid Kaspa'],
    ['eth', 'https://etherscan.io/address/0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'web link'],
    ['btc', 'someone@example.com', 'e-mail'],
    ['trx', '38472910', 'account number of an exchange'],
    ['btc', '0b6f1c1e-6d3b-4d0c-9a53-0d0e6b3f8f11', 'account id of an exchange'],
    ['eth', 'vitalik.eth', 'Names can change hands'],
    ['btc', '@someone', 'Names can change hands'],
    ['btc', 'lnbc20m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqf', 'Lightning'],
    ['eth', '5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0x in front is missing'],
    ['icx', `cx${'1'.repeat(40)}`, 'contract'],
    ['atom', 'cosmosvaloper1fl48vsnmsdzcv85q5d2q4z5ajdha8yu3h6cprl', 'validator'],
    ['bch', 'bitcoincash:zpm2qsznhks23z7629mms6s4cwef74vcwvrqekrq9w', 'token-aware'],
  ])('on %s: %s', (network, text, reason) => {
    expect(messageOf(network, text)).toContain(reason);
  });
});

describe('memos and tags', () => {
  test.each([
    ['xrp', '0', 'destination_tag'],
    ['xrp', '4294967295', 'destination_tag'],
    ['xlm', 'order 12', 'memo'],
    ['xlm', 'x'.repeat(28), 'memo'],
    ['xlm', '18446744073709551615', 'memo_id'],
    ['xlm', '18446744073709551616', 'memo'],
    ['xlm', 'ab'.repeat(32), 'memo_hash'],
    ['atom', '103912', 'memo'],
    ['ton', 'a comment', 'comment'],
    ['eos', 'x'.repeat(256), 'memo'],
    ['hbar', 'x'.repeat(100), 'memo'],
    ['stx', 'x'.repeat(34), 'memo'],
  ])('on %s "%s" is valid', (network, extraId, kind) => {
    expect(checkExtraId(network, extraId)).toEqual({ ok: true, kind });
  });

  test.each([
    ['xrp', '4294967296', 'from 0 to 4294967295'],
    ['xrp', '-1', 'from 0'],
    ['xrp', '1.0', 'from 0'],
    ['xrp', '007', 'Leave out the leading zeros'],
    ['xrp', ' ', 'is blank'],
    ['xrp', '１２', 'full-width'],
    ['xlm', 'x'.repeat(29), '1 to 28'],
    ['xlm', 'zahlung für mich', 'Character 10'],
    ['xlm', stellar, 'form of an address'],
    ['atom', ' 103912', 'begins or ends with a blank'],
    ['atom', 'x'.repeat(257), '1 to 256'],
    ['hbar', 'x'.repeat(101), '1 to 100'],
    ['eos', 'x'.repeat(257), '1 to 256'],
    ['ton', 'a\u200bcomment', 'zero-width space'],
    [
      'ton',
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
      'recovery phrase',
    ],
    ['btc', '7', 'has no memo or tag'],
    ['newchain', '7', 'has no memo or tag'],
  ])('on %s "%s" is refused', (network, extraId, reason) => {
    expect(checkExtraId(network, extraId)).toEqual({ ok: false, message: expect.stringContaining(reason) });
  });

  test('are required where the currency requires them', () => {
    expect(validateAddress({ network: 'xrp', address: ripple, isExtraIdRequired: true })).toEqual({
      ok: false,
      reason: 'EXTRA_ID_REQUIRED',
      message: 'A destination tag is needed: without it the receiver can’t tell whose money it is.',
    });
    expect(
      validateAddress({ network: 'xrp', address: ripple, isExtraIdRequired: true, extraId: '' }),
    ).toMatchObject({ reason: 'EXTRA_ID_REQUIRED' });
    expect(
      validateAddress({ network: 'xrp', address: ripple, isExtraIdRequired: true, extraId: '0' }),
    ).toMatchObject({ ok: true });
    expect(validateAddress({ network: 'xrp', address: ripple, isExtraIdRequired: false })).toMatchObject({
      ok: true,
    });
  });
});
