import type { Network } from './network.ts';
import { transactionHashPatterns } from './transactionHashPatterns.ts';

interface EvmLike {
  key: string;
  name: string;
  label?: string;
  nativeToken: string;
  nativeTokenAliases?: readonly string[];
  /** False where the native coin's main network is another one (ETH on a rollup). */
  isMainNetwork?: boolean;
  chainId: number | null;
  /** Base URL of an Etherscan-like explorer: `/tx/` and `/address/`. */
  explorer: string;
}

/** Chains with Ethereum's addresses, hashes and 18 places. */
export const evmNetworks: readonly Network[] = [
  evm({
    key: 'eth',
    name: 'Ethereum',
    label: 'ERC20',
    nativeToken: 'ETH',
    chainId: 1,
    explorer: 'https://etherscan.io',
  }),
  evm({
    key: 'bsc',
    name: 'BNB Smart Chain',
    label: 'BEP20',
    nativeToken: 'BNB',
    chainId: 56,
    explorer: 'https://bscscan.com',
  }),
  evm({
    key: 'matic',
    name: 'Polygon',
    nativeToken: 'POL',
    nativeTokenAliases: ['MATIC'],
    chainId: 137,
    explorer: 'https://polygonscan.com',
  }),
  evm({
    key: 'arbitrum',
    name: 'Arbitrum',
    nativeToken: 'ETH',
    isMainNetwork: false,
    chainId: 42161,
    explorer: 'https://arbiscan.io',
  }),
  evm({
    key: 'op',
    name: 'Optimism',
    nativeToken: 'ETH',
    isMainNetwork: false,
    chainId: 10,
    explorer: 'https://optimistic.etherscan.io',
  }),
  evm({
    key: 'base',
    name: 'Base',
    nativeToken: 'ETH',
    isMainNetwork: false,
    chainId: 8453,
    explorer: 'https://basescan.org',
  }),
  evm({
    key: 'zksync',
    name: 'zkSync Era',
    label: 'zkSync',
    nativeToken: 'ETH',
    isMainNetwork: false,
    chainId: 324,
    explorer: 'https://explorer.zksync.io',
  }),
  evm({
    key: 'lna',
    name: 'Linea',
    nativeToken: 'ETH',
    isMainNetwork: false,
    chainId: 59144,
    explorer: 'https://lineascan.build',
  }),
  evm({
    key: 'cchain',
    name: 'Avalanche C-Chain',
    nativeToken: 'AVAX',
    chainId: 43114,
    explorer: 'https://snowtrace.io',
  }),
  // The provider writes the same chain both ways: `cchain` for the coin, `avaxc` for tokens.
  evm({
    key: 'avaxc',
    name: 'Avalanche C-Chain',
    nativeToken: 'AVAX',
    chainId: 43114,
    explorer: 'https://snowtrace.io',
  }),
  evm({ key: 'celo', name: 'Celo', nativeToken: 'CELO', chainId: 42220, explorer: 'https://celoscan.io' }),
  evm({
    key: 'etc',
    name: 'Ethereum Classic',
    nativeToken: 'ETC',
    chainId: 61,
    explorer: 'https://etc.blockscout.com',
  }),
  evm({ key: 'sonic', name: 'Sonic', nativeToken: 'S', chainId: 146, explorer: 'https://sonicscan.org' }),
  evm({
    key: 'bera',
    name: 'Berachain',
    nativeToken: 'BERA',
    chainId: 80094,
    explorer: 'https://berascan.com',
  }),
  evm({
    key: 'ftm',
    name: 'Fantom',
    nativeToken: 'FTM',
    chainId: 250,
    explorer: 'https://explorer.fantom.network',
  }),
  {
    ...evm({ key: 'vet', name: 'VeChain', nativeToken: 'VET', chainId: null, explorer: '' }),
    // VeChain shares the address form, not EIP-681.
    uriKind: 'plain',
    transactionExplorer: 'https://explore.vechain.org/transactions/{hash}',
    addressExplorer: 'https://explore.vechain.org/accounts/{address}',
  },
];

function evm(chain: EvmLike): Network {
  return {
    key: chain.key,
    name: chain.name,
    label: chain.label ?? chain.name,
    nativeToken: chain.nativeToken,
    nativeTokenAliases: chain.nativeTokenAliases ?? [],
    isMainNetwork: chain.isMainNetwork ?? true,
    nativeDecimalPlaces: 18,
    chainId: chain.chainId,
    transactionExplorer: `${chain.explorer}/tx/{hash}`,
    addressExplorer: `${chain.explorer}/address/{address}`,
    uriKind: 'eip681',
    uriScheme: 'ethereum',
    extraId: null,
    transactionHashPattern: transactionHashPatterns.prefixedHex64,
    addressKind: 'evm',
    addressShape: '0x and 40 hexadecimal characters',
  };
}
