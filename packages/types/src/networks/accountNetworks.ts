import { extraIdRules } from './extraIdRules.ts';
import type { AddressKind, Network } from './network.ts';
import { transactionHashPatterns } from './transactionHashPatterns.ts';

type AccountChain = Pick<Network, 'key' | 'name' | 'nativeToken' | 'nativeDecimalPlaces' | 'addressKind' | 'addressShape'> & Partial<Network>;

/** Every other chain: one explicit row each. Explorers as in section 9.1 of the provider facts. */
export const accountNetworks: readonly Network[] = [
  account({
    key: 'trx', name: 'TRON', label: 'TRC20', nativeToken: 'TRX', nativeDecimalPlaces: 6,
    // No ratified URI: wallets disagree, so the QR holds the bare address.
    addressKind: 'tron', addressShape: 'starts with T, 34 characters',
    transactionExplorer: 'https://tronscan.org/#/transaction/{hash}', addressExplorer: 'https://tronscan.org/#/address/{address}',
  }),
  account({
    key: 'sol', name: 'Solana', nativeToken: 'SOL', nativeDecimalPlaces: 9, uriKind: 'solana_pay', uriScheme: 'solana',
    addressKind: 'solana', addressShape: '32 to 44 letters and digits',
    transactionHashPattern: transactionHashPatterns.solanaSignature,
    transactionExplorer: 'https://solscan.io/tx/{hash}', addressExplorer: 'https://solscan.io/account/{address}',
  }),
  account({
    key: 'ton', name: 'TON', nativeToken: 'TON', nativeDecimalPlaces: 9, uriKind: 'ton', uriScheme: 'ton', extraId: extraIdRules.ton,
    addressKind: 'ton', addressShape: 'starts with EQ or UQ, 48 characters',
    transactionHashPattern: transactionHashPatterns.ton,
    transactionExplorer: 'https://tonviewer.com/transaction/{hash}', addressExplorer: 'https://tonviewer.com/{address}',
  }),
  account({
    // Wallets write the tag in several ways (`dt`, `to`, X-address): the bare address and a separate tag are safe.
    key: 'xrp', name: 'XRP Ledger', nativeToken: 'XRP', nativeDecimalPlaces: 6, extraId: extraIdRules.xrp,
    addressKind: 'xrp', addressShape: 'starts with r, 25 to 35 characters',
    transactionExplorer: 'https://xrpscan.com/tx/{hash}', addressExplorer: 'https://xrpscan.com/account/{address}',
  }),
  account({
    key: 'xlm', name: 'Stellar', nativeToken: 'XLM', nativeDecimalPlaces: 7, uriKind: 'sep7', uriScheme: 'web+stellar', extraId: extraIdRules.stellar,
    addressKind: 'stellar', addressShape: 'starts with G, 56 characters',
    transactionExplorer: 'https://stellar.expert/explorer/public/tx/{hash}', addressExplorer: 'https://stellar.expert/explorer/public/account/{address}',
  }),
  account({
    key: 'ada', name: 'Cardano', nativeToken: 'ADA', nativeDecimalPlaces: 6, uriKind: 'cip13', uriScheme: 'web+cardano',
    addressKind: 'cardano', addressShape: 'starts with addr1',
    transactionExplorer: 'https://cardanoscan.io/transaction/{hash}', addressExplorer: 'https://cardanoscan.io/address/{address}',
  }),
  account({
    key: 'xmr', name: 'Monero', nativeToken: 'XMR', nativeDecimalPlaces: 12, uriKind: 'monero', uriScheme: 'monero',
    addressKind: 'monero', addressShape: 'starts with 4 or 8, 95 or 106 characters',
    // Monero hides addresses: no explorer can show one.
    transactionExplorer: 'https://blockchair.com/monero/transaction/{hash}',
  }),
  account({
    key: 'nano', name: 'Nano', nativeToken: 'XNO', nativeTokenAliases: ['NANO'], nativeDecimalPlaces: 30, uriKind: 'nano', uriScheme: 'nano',
    addressKind: 'nano', addressShape: 'starts with nano_, 65 characters',
    transactionExplorer: 'https://blocklattice.io/block/{hash}', addressExplorer: 'https://blocklattice.io/account/{address}',
  }),
  account({
    key: 'kas', name: 'Kaspa', nativeToken: 'KAS', nativeDecimalPlaces: 8, uriKind: 'cashaddr', uriScheme: 'kaspa',
    addressKind: 'kaspa', addressShape: 'starts with kaspa:',
    transactionExplorer: 'https://explorer.kaspa.org/txs/{hash}', addressExplorer: 'https://explorer.kaspa.org/addresses/{address}',
  }),
  account({
    key: 'dot', name: 'Polkadot', nativeToken: 'DOT', nativeDecimalPlaces: 10,
    addressKind: 'polkadot', addressShape: 'starts with 1, 46 to 48 characters',
    transactionHashPattern: transactionHashPatterns.polkadot,
    transactionExplorer: 'https://polkadot.subscan.io/extrinsic/{hash}', addressExplorer: 'https://polkadot.subscan.io/account/{address}',
  }),
  account({
    key: 'near', name: 'NEAR', nativeToken: 'NEAR', nativeDecimalPlaces: 24,
    addressKind: 'near', addressShape: 'a name that ends in .near, or 64 hexadecimal characters',
    transactionHashPattern: transactionHashPatterns.base58Of32Bytes,
    transactionExplorer: 'https://nearblocks.io/txns/{hash}', addressExplorer: 'https://nearblocks.io/address/{address}',
  }),
  account({
    key: 'algo', name: 'Algorand', nativeToken: 'ALGO', nativeDecimalPlaces: 6,
    addressKind: 'algorand', addressShape: '58 upper-case letters and digits',
    transactionHashPattern: transactionHashPatterns.algorand,
    transactionExplorer: 'https://allo.info/tx/{hash}', addressExplorer: 'https://allo.info/account/{address}',
  }),
  account({
    key: 'xtz', name: 'Tezos', nativeToken: 'XTZ', nativeDecimalPlaces: 6,
    addressKind: 'tezos', addressShape: 'starts with tz1, tz2, tz3, tz4 or KT1, 36 characters',
    transactionHashPattern: transactionHashPatterns.tezos,
    transactionExplorer: 'https://tzkt.io/{hash}', addressExplorer: 'https://tzkt.io/{address}',
  }),
  account({
    key: 'hbar', name: 'Hedera', nativeToken: 'HBAR', nativeDecimalPlaces: 8, extraId: extraIdRules.hedera,
    addressKind: 'hedera', addressShape: 'looks like 0.0.12345',
    transactionHashPattern: transactionHashPatterns.hedera,
    transactionExplorer: 'https://hashscan.io/mainnet/transaction/{hash}', addressExplorer: 'https://hashscan.io/mainnet/account/{address}',
  }),
  account({
    key: 'fil', name: 'Filecoin', nativeToken: 'FIL', nativeDecimalPlaces: 18,
    addressKind: 'filecoin', addressShape: 'starts with f1, f2, f3 or f4',
    transactionHashPattern: transactionHashPatterns.filecoin,
    transactionExplorer: 'https://filfox.info/en/message/{hash}', addressExplorer: 'https://filfox.info/en/address/{address}',
  }),
  account({
    key: 'sui', name: 'Sui', nativeToken: 'SUI', nativeDecimalPlaces: 9,
    addressKind: 'sui', addressShape: '0x and 64 hexadecimal characters',
    transactionHashPattern: transactionHashPatterns.base58Of32Bytes,
    transactionExplorer: 'https://suiscan.xyz/mainnet/tx/{hash}', addressExplorer: 'https://suiscan.xyz/mainnet/account/{address}',
  }),
  account({
    key: 'apt', name: 'Aptos', nativeToken: 'APT', nativeDecimalPlaces: 8,
    addressKind: 'aptos', addressShape: '0x and 64 hexadecimal characters',
    transactionHashPattern: transactionHashPatterns.aptos,
    transactionExplorer: 'https://explorer.aptoslabs.com/txn/{hash}?network=mainnet',
    addressExplorer: 'https://explorer.aptoslabs.com/account/{address}?network=mainnet',
  }),
  account({
    // The Beacon chain was shut down in 2024; BNB's home is the Smart Chain now.
    key: 'bnb', name: 'BNB Beacon Chain', label: 'BEP2', nativeToken: 'BNB', isHomeOfNativeToken: false, nativeDecimalPlaces: 8, extraId: extraIdRules.bnbBeacon,
    addressKind: 'bnb_beacon', addressShape: 'starts with bnb1, 42 characters',
  }),
  account({
    key: 'xchain', name: 'Avalanche X-Chain', nativeToken: 'AVAX', isHomeOfNativeToken: false, nativeDecimalPlaces: 9,
    addressKind: 'avalanche_x', addressShape: 'starts with X-avax1',
    transactionHashPattern: transactionHashPatterns.avalancheX,
    transactionExplorer: 'https://subnets.avax.network/x-chain/tx/{hash}', addressExplorer: 'https://subnets.avax.network/x-chain/address/{address}',
  }),
  cosmosLike('atom', 'Cosmos', 'ATOM', 6, 'cosmos', 'cosmos1', 'cosmos'),
  cosmosLike('inj', 'Injective', 'INJ', 18, 'injective', 'inj1', 'injective'),
  cosmosLike('sei', 'Sei', 'SEI', 6, 'sei', 'sei1', 'sei'),
  account({
    key: 'lunc', name: 'Terra Classic', nativeToken: 'LUNC', nativeDecimalPlaces: 6, extraId: extraIdRules.cosmos,
    addressKind: 'terra', addressShape: 'starts with terra1',
    transactionExplorer: 'https://finder.terra.money/classic/tx/{hash}', addressExplorer: 'https://finder.terra.money/classic/address/{address}',
  }),
  account({
    key: 'luna', name: 'Terra', nativeToken: 'LUNA', nativeDecimalPlaces: 6, extraId: extraIdRules.cosmos,
    addressKind: 'terra', addressShape: 'starts with terra1',
    transactionExplorer: 'https://finder.terra.money/mainnet/tx/{hash}', addressExplorer: 'https://finder.terra.money/mainnet/address/{address}',
  }),
  account({
    key: 'rune', name: 'THORChain', nativeToken: 'RUNE', nativeDecimalPlaces: 8, extraId: extraIdRules.cosmos,
    addressKind: 'thorchain', addressShape: 'starts with thor1',
    transactionExplorer: 'https://runescan.io/tx/{hash}', addressExplorer: 'https://runescan.io/address/{address}',
  }),
  account({
    key: 'egld', name: 'MultiversX', nativeToken: 'EGLD', nativeDecimalPlaces: 18,
    addressKind: 'multiversx', addressShape: 'starts with erd1, 62 characters',
    transactionExplorer: 'https://explorer.multiversx.com/transactions/{hash}', addressExplorer: 'https://explorer.multiversx.com/accounts/{address}',
  }),
  account({
    key: 'zil', name: 'Zilliqa', nativeToken: 'ZIL', nativeDecimalPlaces: 12,
    addressKind: 'zilliqa', addressShape: 'starts with zil1, 42 characters',
    transactionHashPattern: transactionHashPatterns.maybePrefixedHex64,
    transactionExplorer: 'https://viewblock.io/zilliqa/tx/{hash}', addressExplorer: 'https://viewblock.io/zilliqa/address/{address}',
  }),
  account({
    key: 'icx', name: 'ICON', nativeToken: 'ICX', nativeDecimalPlaces: 18,
    addressKind: 'icon', addressShape: 'hx and 40 hexadecimal characters',
    transactionHashPattern: transactionHashPatterns.prefixedHex64,
    transactionExplorer: 'https://tracker.icon.community/transaction/{hash}', addressExplorer: 'https://tracker.icon.community/address/{address}',
  }),
  account({
    key: 'stx', name: 'Stacks', nativeToken: 'STX', nativeDecimalPlaces: 6, extraId: extraIdRules.stacks,
    addressKind: 'stacks', addressShape: 'starts with SP or SM',
    transactionHashPattern: transactionHashPatterns.prefixedHex64,
    transactionExplorer: 'https://explorer.hiro.so/txid/{hash}?chain=mainnet', addressExplorer: 'https://explorer.hiro.so/address/{address}?chain=mainnet',
  }),
  account({
    key: 'waves', name: 'Waves', nativeToken: 'WAVES', nativeDecimalPlaces: 8,
    addressKind: 'waves', addressShape: 'starts with 3P, 35 characters',
    transactionHashPattern: transactionHashPatterns.base58Of32Bytes,
    transactionExplorer: 'https://wavesexplorer.com/transactions/{hash}', addressExplorer: 'https://wavesexplorer.com/addresses/{address}',
  }),
  account({
    key: 'strk', name: 'Starknet', nativeToken: 'STRK', nativeDecimalPlaces: 18,
    addressKind: 'starknet', addressShape: '0x and 63 or 64 hexadecimal characters',
    transactionHashPattern: transactionHashPatterns.starknet,
    transactionExplorer: 'https://starkscan.co/tx/{hash}', addressExplorer: 'https://starkscan.co/contract/{address}',
  }),
  account({
    key: 'cfx', name: 'Conflux', nativeToken: 'CFX', nativeDecimalPlaces: 18,
    addressKind: 'unverifiable', addressShape: 'starts with cfx: or 0x',
    transactionHashPattern: transactionHashPatterns.prefixedHex64,
    transactionExplorer: 'https://confluxscan.io/transaction/{hash}', addressExplorer: 'https://confluxscan.io/address/{address}',
  }),
  account({
    key: 'cspr', name: 'Casper', nativeToken: 'CSPR', nativeDecimalPlaces: 9,
    addressKind: 'unverifiable', addressShape: 'starts with 01 or 02, 66 or 68 hexadecimal characters',
    transactionExplorer: 'https://cspr.live/deploy/{hash}', addressExplorer: 'https://cspr.live/account/{address}',
  }),
  account({
    key: 'eos', name: 'EOS', nativeToken: 'EOS', nativeTokenAliases: ['A'], nativeDecimalPlaces: 4, extraId: extraIdRules.eos,
    // Account names carry no checksum and any short word is one: only the chain itself could tell.
    addressKind: 'unverifiable', addressShape: 'an account name of 12 characters',
    transactionExplorer: 'https://bloks.io/transaction/{hash}', addressExplorer: 'https://bloks.io/account/{address}',
  }),
  account({
    key: 'xym', name: 'Symbol', nativeToken: 'XYM', nativeDecimalPlaces: 6, extraId: extraIdRules.message,
    addressKind: 'unverifiable', addressShape: 'starts with N, 39 characters',
    transactionExplorer: 'https://symbol.fyi/transactions/{hash}', addressExplorer: 'https://symbol.fyi/accounts/{address}',
  }),
];

function account(chain: AccountChain): Network {
  return {
    label: chain.name,
    nativeTokenAliases: [],
    isHomeOfNativeToken: true,
    chainId: null,
    transactionExplorer: null,
    addressExplorer: null,
    uriKind: 'plain',
    uriScheme: null,
    extraId: null,
    transactionHashPattern: transactionHashPatterns.hex64,
    ...chain,
  };
}

function cosmosLike(
  key: string,
  name: string,
  nativeToken: string,
  nativeDecimalPlaces: number,
  addressKind: AddressKind,
  prefix: string,
  mintscan: string,
): Network {
  return account({
    key, name, nativeToken, nativeDecimalPlaces, addressKind,
    addressShape: `starts with ${prefix}`,
    extraId: extraIdRules.cosmos,
    transactionHashPattern: transactionHashPatterns.maybePrefixedHex64,
    transactionExplorer: `https://www.mintscan.io/${mintscan}/tx/{hash}`,
    addressExplorer: `https://www.mintscan.io/${mintscan}/address/{address}`,
  });
}
