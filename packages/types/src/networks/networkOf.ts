import { accountNetworks } from './accountNetworks.ts';
import { bitcoinLikeNetworks } from './bitcoinLikeNetworks.ts';
import { evmNetworks } from './evmNetworks.ts';
import type { Network } from './network.ts';

/** Every known network, in a stable order. */
export const networks: readonly Network[] = [...bitcoinLikeNetworks, ...evmNetworks, ...accountNetworks];

const byKey: ReadonlyMap<string, Network> = new Map(networks.map((network) => [network.key, network]));

/**
 * The network with the provider's key (its `network` field, any case), or undefined. A currency code is not a
 * key: its suffix says nothing reliable (`SHOP` is not on OP, `matic` is on Ethereum).
 */
export function networkOf(key: string | null | undefined): Network | undefined {
  return key == null ? undefined : byKey.get(key.trim().toLowerCase());
}
