import { describe, expect, test } from 'vitest';
import { canonicalAddress, isSameAccount } from './canonicalAddress.ts';
import { validateAddress } from './validateAddress.ts';

const RAW = '0:80987a61a9910ee77ce27a8f20011b04ca21ea0b33b18c95385d0088b99db28b';
const SPELLINGS = [
  'UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0',
  'EQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yiyjx',
  RAW,
  RAW.toUpperCase(),
];

describe('one account has one spelling', () => {
  test('of TON’s bounceable, non-bounceable and raw forms', () => {
    expect(new Set(SPELLINGS.map((spelling) => canonicalAddress('ton', spelling)))).toEqual(
      new Set([SPELLINGS[0]]),
    );
  });

  test.each([
    ['bsc', '0x8ba1f109551bd432803012645ac136ddd64dba72', '0x8ba1f109551bD432803012645Ac136ddd64DBA72', true],
    ['btc', 'BC1Q044RDN07A9SHUMK8F5XS0M7648FL9HUKV2FR99', 'bc1q044rdn07a9shumk8f5xs0m7648fl9hukv2fr99', true],
    ['btc', '1CS8hs2VC55h5s1qz11wsd9qRr4xXWEeqg', '1cs8hs2vc55h5s1qz11wsd9qrr4xxweeqg', false],
    [
      'sol',
      'vines1vzrYbzLMRdu58ou5XTby4qAqVRLMqo36NKPTg',
      'Vines1vzrYbzLMRdu58ou5XTby4qAqVRLMqo36NKPTg',
      false,
    ],
    ['unheard_of', 'abc', 'ABC', false],
    ['unheard_of', ' abc ', 'abc', true],
  ])('on %s, where case counts only if it is part of the account: %s, %s', (network, one, other, same) => {
    expect(isSameAccount(network, one, other)).toBe(same);
  });

  test('TON’s raw form has no checksum: only a person’s word lets it pass', () => {
    expect(validateAddress({ network: 'ton', address: RAW })).toMatchObject({
      reason: 'ADDRESS_UNVERIFIABLE',
    });
    for (const address of SPELLINGS.slice(0, 2))
      expect(validateAddress({ network: 'ton', address })).toEqual({ ok: true, normalized: SPELLINGS[0] });
  });

  test.each([
    'EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs',
    'UQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_p0p',
    '0:b113a994b5024a16719f69139328eb759596c38a25f59028b146fecdc3621dfe',
  ])('a token’s contract is recognized as %s', (address) => {
    expect(validateAddress({ network: 'ton', address })).toMatchObject({ reason: 'INVALID_ADDRESS' });
  });
});
