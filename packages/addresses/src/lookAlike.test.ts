import { describe, expect, test } from 'vitest';
import { findLookAlike } from './lookAlike.ts';

const used = (...addresses: string[]) =>
  addresses.map((address, index) => ({ address, withdrawal: index + 1 }));

describe('an address made to be mistaken for another', () => {
  test.each([
    ['eth', '0xdac17f958d2ee523a2206206994597c13d831ec7', '0xDAC9ffB1c4e0C3Fa21D5bF2f9e0D4Ac9B2f01eC7', 3, 4],
    ['trx', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'TR7NH4nDRmzJ3dYd1UUhYk7N2fPMTx8j6t', 4, 3],
    ['trx', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'TR7NHBnDRmzJ3dYd1UUhYk7N2fPMTxLj6t', 4, 4],
    ['btc', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'BC1QW50QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQF3T4', 3, 4],
    [
      'bch',
      'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
      'qpm2zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzgdx6a',
      3,
      5,
    ],
  ])('on %s: %s and %s', (network, known, candidate, leading, trailing) => {
    const found = findLookAlike(candidate, used(known), network);
    if (trailing < 4) expect(found).toBeNull();
    else expect(found).toMatchObject({ known: { address: known, withdrawal: 1 }, leading, trailing });
  });

  test('agreeing at one end only, in more characters than by chance', () => {
    expect(
      findLookAlike(
        '0xdac17f958d000000000000000000000000000000',
        used('0xdac17f958d2ee523a2206206994597c13d831ec7'),
        'eth',
      ),
    ).toMatchObject({ leading: 10, trailing: 0 });
  });

  test('a few characters apart, in the middle or by a missing one', () => {
    const known = used('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t');
    expect(findLookAlike('TXXNHqjeKQxGTCi8q8ZY4pL8otSzgjLXXt', known, 'trx')).toMatchObject({
      message: expect.stringContaining('only a few'),
    });
    expect(findLookAlike('TR7NqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', known, 'trx')).not.toBeNull();
  });

  test('of several look-alikes the closest is returned', () => {
    const found = findLookAlike(
      '0xdac17fffffffffffffffffffffffffffff831ec7',
      used('0xdac0000000000000000000000000000000001ec7', '0xdac17f958d2ee523a2206206994597c13d831ec7'),
      'eth',
    );
    expect(found?.known.withdrawal).toBe(2);
  });
});

describe('no alert', () => {
  test.each([
    [
      'the same address',
      'eth',
      '0xdac17f958d2ee523a2206206994597c13d831ec7',
      '0xdac17f958d2ee523a2206206994597c13d831ec7',
    ],
    [
      'the same address in another case',
      'eth',
      '0xdac17f958d2ee523a2206206994597c13d831ec7',
      '0xdAC17F958D2ee523a2206206994597C13D831ec7',
    ],
    [
      'the same address without its prefix',
      'bch',
      'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
      'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    ],
    [
      'TON’s two spellings of one account',
      'ton',
      'EQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yiyjx',
      'UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0',
    ],
    [
      'two addresses with nothing in common',
      'eth',
      '0xdac17f958d2ee523a2206206994597c13d831ec7',
      '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
    ],
    [
      'what all addresses begin with',
      'egld',
      'erd1qqqqqqqqqqqqqpgqmuk0q2saj0mgutxm4teywre6dl8wqf58xamqdrukln',
      'erd1qqqqqqqqqqqqqpgqhe8t5jewej70zupmh44jurgn29psua5l2jps3ntjj3',
    ],
    ['what all names end with', 'near', 'alice.near', 'bob.near'],
    ['numbers of one day', 'hbar', '0.0.4512345', '0.0.4512399'],
    [
      'letters that differ only in case, where case counts',
      'trx',
      'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
      'Tr7nhABCDEFGHJKLMNPQRSTUVWXYZ2lJ6T',
    ],
  ])('for %s', (_what, network, known, candidate) => {
    expect(findLookAlike(candidate, used(known), network)).toBeNull();
  });

  test('for an address that was used itself, although a poisoned one was used too', () => {
    const [good, poisoned] = [
      '0xdac17f958d2ee523a2206206994597c13d831ec7',
      '0xdac17fffffffffffffffffffffffffffff831ec7',
    ];
    expect(findLookAlike(good, used(poisoned, good), 'eth')).toBeNull();
  });

  test('without known addresses, or on an unknown network', () => {
    expect(findLookAlike('0xdac17f958d2ee523a2206206994597c13d831ec7', [], 'eth')).toBeNull();
    expect(findLookAlike('someone12345', used('another54321'), 'eos')).toBeNull();
  });
});
