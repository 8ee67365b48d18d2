import type { Network } from './network.ts';

/** Whether a ticker is the coin that pays the fees on this network (MATIC and POL both are, on Polygon). */
export function isNativeToken(network: Network, token: string | null | undefined): boolean {
  if (token == null) return false;
  const ticker = token.trim().toUpperCase();
  return ticker === network.nativeToken || network.nativeTokenAliases.includes(ticker);
}
