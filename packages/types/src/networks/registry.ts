import { accountNetworks } from './accountNetworks.ts';
import { bitcoinLikeNetworks } from './bitcoinLikeNetworks.ts';
import { evmNetworks } from './evmNetworks.ts';
import type { Network } from './network.ts';

/** Every known network, in a stable order. */
export const networks: readonly Network[] = [...bitcoinLikeNetworks, ...evmNetworks, ...accountNetworks];

const byKey: ReadonlyMap<string, Network> = new Map(networks.map((network) => [network.key, network]));

/**
 * The network with the provider's key (its `network` field, any case), or undefined. A currency code is not a
 * key: its suffix is not reliable (`SHOP` is not on OP, `matic` is on Ethereum).
 */
export function networkOf(key: string | null | undefined): Network | undefined {
  return key == null ? undefined : byKey.get(key.trim().toLowerCase());
}

/**
 * The label of a token's network: "TRC20", "ERC20", "Polygon". An unknown key is shown as the provider wrote
 * it, in capitals, because a guess would cost the payer money. Null when there is no key.
 */
export function networkLabel(key: string | null | undefined): string | null {
  if (key == null || key.trim() === '') return null;
  return networkOf(key)?.label ?? key.trim().toUpperCase();
}

/** Whether a ticker is the coin that pays the fees on this network (MATIC and POL both are, on Polygon). */
export function isNativeToken(network: Network, token: string | null | undefined): boolean {
  if (token == null) return false;
  const ticker = token.trim().toUpperCase();
  return ticker === network.nativeToken || network.nativeTokenAliases.includes(ticker);
}

interface NamedCurrency {
  /** Base ticker, e.g. "USDT"; null where the provider gives none. */
  token: string | null | undefined;
  /** The provider's network key; null where the provider gives none. */
  network: string | null | undefined;
  /** The provider's currency code: the name of last resort, never a source of the network. */
  code: string;
}

/**
 * "USDT (TRC20)"; a coin on its main network is just "BTC". ETH on a rollup keeps its network, "ETH (Base)",
 * because a payer who reads "ETH" sends on Ethereum.
 */
export function currencyDisplayName({ token, network, code }: NamedCurrency): string {
  const ticker = (token == null || token.trim() === '' ? code : token).trim().toUpperCase();
  const known = networkOf(network);
  if (known?.isMainNetwork && isNativeToken(known, ticker)) return ticker;
  const label = networkLabel(network);
  return label === null || label === ticker ? ticker : `${ticker} (${label})`;
}
