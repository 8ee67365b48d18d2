/** Addresses that are valid on the main network of the provider's network key. */
export interface AddressVector {
  network: string;
  address: string;
  /** The normalized address, where it differs. */
  normalized?: string;
  /** True where the family has no checksum at all, so that a typo may pass. */
  hasNoChecksum?: true;
}

/** Section 11 of the provider facts: generated from seeds, without known keys. */
export const sampleVectors: readonly AddressVector[] = [
  { network: 'btc', address: 'bc1q044rdn07a9shumk8f5xs0m7648fl9hukv2fr99' },
  { network: 'btc', address: '1CS8hs2VC55h5s1qz11wsd9qRr4xXWEeqg' },
  { network: 'btc', address: '3D89dQWvjyQ5B2iH76gYJFWmaNMg6hM72S' },
  { network: 'btc', address: 'bc1p044rdn07a9shumk8f5xs0m7648fl9hukjalezs2xwyq4k3efjcfsu5pke2' },
  { network: 'ltc', address: 'ltc1qejmsvw3quczvrr90dcfcv7nynkngw2l8uqjs0j' },
  { network: 'ltc', address: 'LdtPN6iiD35YXW2Avi7qbuahiWDiNHSqmc' },
  { network: 'doge', address: 'DQFa57hS9X86JxvrCr4ZVYx4xkhhgbG3fg' },
  { network: 'dash', address: 'XfdDh4bTUc5sqR89NbeHrtwtY1sWbULv2P' },
  { network: 'trx', address: 'TVpTNMqPp24odbWbc91DDoejqhFG5A3CDP' },
  { network: 'eth', address: '0x1f9Aa417c7A0A6B138967aE4bf55cc76fDe6cb50' },
  { network: 'xrp', address: 'rMABgyUcEMJ8BJRsd6gEPytdfEWd1SuM6E' },
  { network: 'xlm', address: 'GAWXEOCXYD6H3UG36AYB5U43ZYTX4L2GWGYPDEIMFUVB7NN4MRKQCHOV' },
  { network: 'sol', address: 'EhcruefVut2qXwAgbqaUeJm1CjBiKYs7c7UBK5XcDw1t', hasNoChecksum: true },
  { network: 'ton', address: 'UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0' },
  { network: 'atom', address: 'cosmos13n47ndc56d05pm424p86eytlfjyr0lpa7axle9' },
];

/** Published: specifications, well-known accounts and contracts. */
export const publishedVectors: readonly AddressVector[] = [
  // The genesis coinbase; examples of BIP-173, BIP-350 and BIP-86.
  { network: 'btc', address: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa' },
  { network: 'btc', address: '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy' },
  {
    network: 'btc',
    address: 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
    normalized: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  },
  { network: 'btc', address: 'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3' },
  { network: 'btc', address: 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0' },
  { network: 'btc', address: 'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr' },
  { network: 'ltc', address: 'LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1' },
  { network: 'ltc', address: 'MVcg9uEvtWuP5N6V48EHfEtbz48qR8TKZ9' },
  // Examples of the CashAddr specification, both spellings.
  { network: 'bch', address: 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a' },
  {
    network: 'bch',
    address: 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    normalized: 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
  },
  {
    network: 'bch',
    address: 'BITCOINCASH:QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A',
    normalized: 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
  },
  {
    network: 'bch',
    address: '1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu',
    normalized: 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
  },
  { network: 'bch', address: 'bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq' },
  {
    network: 'bch',
    address: '3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC',
    normalized: 'bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq',
  },
  { network: 'doge', address: 'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L' },
  { network: 'zec', address: 't3Vz22vK5z2LcKEdg16Yv4FFneEL1zg9ojd' },
  { network: 'zec', address: 't1U9yhDa5XEjgfnTgZoKddeSiEN1aoLkQxq' },
  { network: 'dash', address: 'XpESxaUmonkq8RaLLp46Brx2K39ggQe226' },
  { network: 'zen', address: 'znc3p7CFNTsz1s6CceskrTxKevQLPoDK4cK' },
  { network: 'rvn', address: 'RXissueAssetXXXXXXXXXXXXXXXXXhhZGt' },
  { network: 'dcr', address: 'DsUZxxoHJSty8DCfwfartwTYbuhmVct7tJu' },
  { network: 'dcr', address: 'DcuQKx8BES9wU7C6Q5VmLBjw436r27hayjS' },
  // Examples of EIP-55.
  { network: 'eth', address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' },
  { network: 'bsc', address: '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359' },
  { network: 'matic', address: '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB' },
  { network: 'base', address: '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb' },
  { network: 'etc', address: '0x52908400098527886E0F7030069857D2E4169EE7', hasNoChecksum: true },
  { network: 'vet', address: '0xde709f2102306220921060314715629080e2fb77', hasNoChecksum: true },
  // Examples of the networks' own documentation.
  { network: 'sol', address: 'vines1vzrYbzLMRdu58ou5XTby4qAqVRLMqo36NKPTg', hasNoChecksum: true },
  {
    network: 'ton',
    address: 'EQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XggGG',
    normalized: 'UQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XglxD',
  },
  {
    network: 'ton',
    address: 'Ef8zMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM0vF',
    normalized: 'Uf8zMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMxYA',
  },
  { network: 'xrp', address: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh' },
  { network: 'xlm', address: 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ' },
  { network: 'xlm', address: 'GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN' },
  {
    network: 'xmr',
    address:
      '44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A',
  },
  {
    network: 'xmr',
    address:
      '888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H',
  },
  {
    network: 'xmr',
    address:
      '4LL9oSLmtpccfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44qo9mtmXCqY45DJ852K5Jv2bYXZKKQePHES9khPK',
  },
  // Alice of the Substrate tools.
  { network: 'dot', address: '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5' },
  { network: 'algo', address: 'VCMJKWOY5P5P7SKMZFFOCEROPJCZOTIJMNIYNUCKH7LRO45JMJP6UYBIJA' },
  // Examples of CIP-19, and Byron ones of both kinds.
  {
    network: 'ada',
    address:
      'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x',
  },
  { network: 'ada', address: 'addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8' },
  { network: 'ada', address: 'addr1gx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer5pnz75xxcrzqf96k' },
  { network: 'ada', address: 'Ae2tdPwUPEZ4YjgvykNpoFeYUxoyhNj2kg8KfKWN2FizsSpLUPv68MpTVDo' },
  { network: 'xtz', address: 'tz1VSUr8wwNhLAzempoch5d6hLRiTh8Cjcjb' },
  {
    network: 'ada',
    address:
      'DdzFFzCqrhszg6cqZvDhEwUX7cZyNzdycAVpm4Uo2vjKMgTLrVqiVKi3MBt2tFAtDe7NkptK6TAhVkiYzhavmKV5hE79CWwJnPCJTREK',
  },
  { network: 'xtz', address: 'tz2BFTyPeYRzxd5aiBchbXN3WCZhx7BqbMBq' },
  { network: 'xtz', address: 'tz3WXYtyDUNL91qfiCJtVUX746QpNv5i5ve5' },
  { network: 'xtz', address: 'KT1PWx2mnDueood7fEmfbBDKx1D9BAnnXitn' },
  // The example of HIP-15.
  { network: 'hbar', address: '0.0.123-vfmkw', normalized: '0.0.123' },
  { network: 'hbar', address: '0.0.98', hasNoChecksum: true },
  // Filecoin's own test vectors, on the main network.
  { network: 'fil', address: 'f1abjxfbp274xpdqcpuaykwkfb43omjotacm2p3za' },
  { network: 'fil', address: 'f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq' },
  { network: 'fil', address: 'f24vg6ut43yw2h2jqydgbg2xq7x6f4kub3bg6as6i' },
  {
    network: 'fil',
    address: 'f3vvmn62lofvhjd2ugzca6sof2j2ubwok6cj4xxbfzz4yuxfkgobpihhd2thlanmsh3w2ptld2gqkn2jvlss4a',
  },
  { network: 'fil', address: 'f410fkkld55ioe7qg24wvt7fu6pbknb56ht7pt4zamxa' },
  { network: 'nano', address: 'nano_3t6k35gi95xu6tergt6p69ck76ogmitsa8mnijtpxm9fkcm736xtoncuohr3' },
  {
    network: 'nano',
    address: 'xrb_3t6k35gi95xu6tergt6p69ck76ogmitsa8mnijtpxm9fkcm736xtoncuohr3',
    normalized: 'nano_3t6k35gi95xu6tergt6p69ck76ogmitsa8mnijtpxm9fkcm736xtoncuohr3',
  },
  { network: 'kas', address: 'kaspa:qpauqsvk7yf9unexwmxsnmg547mhyga37csh0kj53q6xxgl24ydxjsgzthw5j' },
  { network: 'kas', address: 'kaspa:qqkqkzjvr7zwxxmjxjkmxxdwju9kjs6e9u82uh59z07vgaks6gg62v8707g73' },
  { network: 'egld', address: 'erd1qyu5wthldzr8wx5c9ucg8kjagg0jfs53s8nr3zpz3hypefsdd8ssycr6th' },
  { network: 'zil', address: 'zil1fwh4ltdguhde9s7nysnp33d5wye6uqpugufkz7' },
  { network: 'bnb', address: 'bnb1grpf0955h0ykzq3ar5nmum7y6gdfl6lxfn46h2' },
  { network: 'atom', address: 'cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh' },
  { network: 'inj', address: 'inj1hkhdaj2a2clmq5jq6mspsggqs32vynpk228q3r' },
  { network: 'lunc', address: 'terra1x46rqay4d3cssq8gxxvqz8xt6nwlz4td20k38v' },
  { network: 'stx', address: 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7' },
  { network: 'waves', address: '3PJaDyprvekvPXPuAtxrapacuDJopgJRaU3' },
  { network: 'near', address: 'relay.aurora.near', hasNoChecksum: true },
  {
    network: 'near',
    address: '98793cd91a3f870fb126f66285808c7e094afcfc4eda8a970f6648cdf0dbd6de',
    hasNoChecksum: true,
  },
  {
    network: 'sui',
    address: '0x02a212de6a9dfa3a69e22387acfbafbb1a9e591bd9d636e7895dcfc8de05f331',
    hasNoChecksum: true,
  },
  {
    network: 'apt',
    address: '0xeeff357ea5c1a4e7bc11b2b17ff2dc2dcca69750bfef1e1ebcaccf8c8018175b',
    hasNoChecksum: true,
  },
  { network: 'icx', address: 'hxbe258ceb872e08851f1f59694dac2558708ece11', hasNoChecksum: true },
  {
    network: 'strk',
    address: '0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d',
    hasNoChecksum: true,
  },
];
