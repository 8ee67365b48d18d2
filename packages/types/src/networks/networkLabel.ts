import { networkOf } from './networkOf.ts';

/**
 * What to call a token's network: "TRC20", "ERC20", "Polygon". An unknown key is shown as the provider wrote
 * it, in capitals, because a guess would cost the payer money. Null when there is no key.
 */
export function networkLabel(key: string | null | undefined): string | null {
  if (key == null || key.trim() === '') return null;
  return networkOf(key)?.label ?? key.trim().toUpperCase();
}
