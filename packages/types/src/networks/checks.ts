import type { ExtraIdRule } from './network.ts';
import { networkOf } from './registry.ts';
import { transactionHashPatterns } from './transactionHashPatterns.ts';

/** The memo, destination tag or comment rule of a network; null where it has none or is unknown. */
export function extraIdRule(network: string | null | undefined): ExtraIdRule | null {
  return networkOf(network)?.extraId ?? null;
}

/** Whether a memo or tag has the network's form: pattern, byte length and, for numbers, range. */
export function extraIdLooksValid(rule: ExtraIdRule, extraId: string): boolean {
  if (!rule.pattern.test(extraId)) return false;
  // Patterns allow plain ASCII only, so characters are bytes.
  if (extraId.length > rule.maximumBytes) return false;
  return rule.maximum === null || BigInt(extraId) <= BigInt(rule.maximum);
}

/**
 * Whether a text has the form of a transaction hash of the network. For an unknown network any plausible
 * token passes, so that staff are never stopped by a gap in the registry.
 */
export function transactionHashLooksValid(network: string | null | undefined, hash: string): boolean {
  const pattern = networkOf(network)?.transactionHashPattern ?? transactionHashPatterns.unknown;
  return pattern.test(hash.trim());
}
