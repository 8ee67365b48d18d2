import { isNativeToken } from './isNativeToken.ts';
import { networkLabel } from './networkLabel.ts';
import { networkOf } from './networkOf.ts';

interface NamedCurrency {
  /** Base ticker, e.g. "USDT"; null where the provider gives none. */
  token: string | null | undefined;
  /** The provider's network key; null where the provider gives none. */
  network: string | null | undefined;
  /** The provider's currency code: the name of last resort, never a source of the network. */
  code: string;
}

/**
 * "USDT (TRC20)"; a coin at home on its own network is just "BTC". ETH on a rollup keeps its network, "ETH
 * (Base)", because a payer who reads "ETH" sends on Ethereum.
 */
export function currencyDisplayName({ token, network, code }: NamedCurrency): string {
  const ticker = (token == null || token.trim() === '' ? code : token).trim().toUpperCase();
  const known = networkOf(network);
  if (known?.isHomeOfNativeToken && isNativeToken(known, ticker)) return ticker;
  const label = networkLabel(network);
  return label === null || label === ticker ? ticker : `${ticker} (${label})`;
}
