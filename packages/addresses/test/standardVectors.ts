interface StandardVector {
  network: string;
  /** Its source and what it is. */
  form: string;
  address: string;
  /** Whether the desk would pay it on the main network. */
  isPayable: boolean;
}

const rows = (network: string, form: string, isPayable: boolean, addresses: string): StandardVector[] =>
  addresses
    .trim()
    .split(/\s+/)
    .map((address) => ({ network, form, address, isPayable }));

/** Test vectors that the standards themselves publish, the bad ones included. */
export const standardVectors: readonly StandardVector[] = [
  // BIP-350 with what is left of BIP-173's list.
  ...rows(
    'btc',
    'BIP-350',
    true,
    'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4 bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  ),
  ...rows(
    'btc',
    'v1+ of BIP-350',
    false,
    'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y BC1SW50QGDZ25J bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs',
  ),
  ...rows(
    'btc',
    'test network of BIP-350',
    false,
    `tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7 tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy
    tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c`,
  ),
  ...rows(
    'btc',
    'invalid of BIP-350',
    false,
    `tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd
    tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh
    tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47 bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4 BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R
    bc1pw5dgrnzv bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq
    bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j bc1gmk9yu
    A1LQFN3A a1lqfn3a abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx split1checkupstagehandshakeupstreamerranterredcaperredlc445v ?1v759aa qyrz8wqd2c9m 1qyrz8wqd2c9m y1b0jsk6g lt1igcx5c0 in1muywd mm1crxm3i
    au1s5cgom M1VUXWEZ 16plkw9 1p2gdwpf`,
  ),
  ...rows(
    'btc',
    'invalid of BIP-173',
    false,
    `tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2 bc1rw5uspcuh
    bc10w508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kw5rljs90 bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du`,
  ),
  // EIP-55: all upper, all lower, mixed.
  ...rows(
    'eth',
    'EIP-55',
    true,
    `0x52908400098527886E0F7030069857D2E4169EE7 0x8617E340B3D01FA5F11F306F4090FD50E238070D 0xde709f2102306220921060314715629080e2fb77 0x27b1fdb04752bbc536007a920d24acb045561c26
    0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359 0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB 0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb`,
  ),
  // CashAddr: translations, then its larger hashes, which no chain uses.
  ...rows(
    'bch',
    'CashAddr',
    true,
    `bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy bitcoincash:qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r
    bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq bitcoincash:pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e bitcoincash:pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37 bitcoincash:qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg2
    1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu 1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR 16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb 3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC 3LDsS579y7sruadqu11beEJoTjdFiFCdX4 31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw`,
  ),
  ...rows(
    'bch',
    'CashAddr of the test network',
    false,
    'bchtest:pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t pref:pr6m7j9njldwwzlg9v7v53unlr4jkmx6ey65nvtks5',
  ),
  ...rows(
    'bch',
    'CashAddr larger than any chain uses',
    false,
    `bitcoincash:qvch8mmxy0rtfrlarg7ucrxxfzds5pamg73h7370aa87d80gyhqxq5nlegake bitcoincash:qnq8zwpj8cq05n7pytfmskuk9r4gzzel8qtsvwz79zdskftrzxtar994cgutavfklv39gr3uvz
    bitcoincash:qh3krj5607v3qlqh5c3wq3lrw3wnuxw0sp8dv0zugrrt5a3kj6ucysfz8kxwv2k53krr7n933jfsunqex2w82sl bitcoincash:r0llllllllllllllllllllllllllllllllllllllllllllllllll75zs2wagl`,
  ),
  // Kaspa's own.
  ...rows(
    'kas',
    'rusty-kaspa',
    true,
    'kaspa:qp0l70zd5x85ttwd6jv7g3s3a8llzj96d8dncn4zmhv4tlzx5k2jyqh70xmfj kaspa:qpauqsvk7yf9unexwmxsnmg547mhyga37csh0kj53q6xxgl24ydxjsgzthw5j',
  ),
  ...rows(
    'kas',
    'test network of rusty-kaspa',
    false,
    `kaspatest:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqhqrxplya kaspatest:qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqhe837j2d
    kaspatest:qxaqrlzlf6wes72en3568khahq66wf27tuhfxn5nytkd8tcep2c0vrse6gdmpks kaspasim:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqekcujlt2 kaspa:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqkx9awp42`,
  ),
  // SEP-23.
  ...rows('xlm', 'SEP-23', true, 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'),
  ...rows(
    'xlm',
    'other keys of SEP-23',
    false,
    `MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK
    PA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAQACAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUPB6IBZGM CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA
    LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU`,
  ),
  ...rows(
    'xlm',
    'invalid of SEP-23',
    false,
    `GAAAAAAAACGC6 MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUR GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZA GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUACUSI
    G47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVP2I MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLKA M47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ
    MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUK=== BAAT6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGXACA`,
  ),
  // XLS-5.
  ...rows(
    'xrp',
    'classic of XLS-5',
    true,
    'rGWrZyQqhTp9Xu7G5Pkayo7bXjH4k4QYpf r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59',
  ),
  ...rows(
    'xrp',
    'X-address of XLS-5',
    false,
    'XVLhHMPHU98es4dbozjVtdWzVrDjtV18pX8yuPT7y4xaEHi X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ T7oKJ3q7s94kDH6tpkBowhetT1JKfcfdSCmAXbS75iATyLD',
  ),
  // CIP-19, both networks.
  ...rows(
    'ada',
    'CIP-19',
    true,
    `addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x
    addr1z8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gten0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs9yc0hh addr1yx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerkr0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shs2z78ve
    addr1x8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gt7r0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shskhj42g addr1gx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer5pnz75xxcrzqf96k
    addr128phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtupnz75xxcrtw79hu addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8 addr1w8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcyjy7wx`,
  ),
  ...rows(
    'ada',
    'stake and test network of CIP-19',
    false,
    `stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw stake178phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcccycj5
    addr_test1qz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs68faae addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz
    37btjrVyb4KDXBNC4haBVPCrro8AQPHwvCMp3RFhhSVWwfFmZ6wwzSK6JK1hY6wHNmtrpTf1kdbva8TCneM2YsiXT7mrzT21EacHnPpz5YyUdj64na`,
  ),
  // HIP-15: the main ledger, the formats it forbids, another ledger's checksums.
  ...rows(
    'hbar',
    'HIP-15',
    true,
    '0.0.1-dfkxr 0.0.4-cjcuq 0.0.5-ktach 0.0.6-tcxjy 0.0.12-uuuup 0.0.123-vfmkw 0.0.1234567890-zbhlt 0.0.39004-gyebe 0.0.10690-gyebe',
  ),
  ...rows(
    'hbar',
    'invalid of HIP-15',
    false,
    `0.0.123-abcde 0.00.123 0.0.0123-vfmkw 0.0.123-VFMKW 0.0.123-vFmKw 0.0.123#vfmkw 0.0.123vfmkw 0.123 0.0.123. 0.0.123-vf 0.0.123-vfm-kw 0.0.123-vfmkwxxxx 0.0.3904-gyebe
    0.0.1-xzlgq 0.0.123-pzmtv 0.0.9223372036854775808`,
  ),
];
