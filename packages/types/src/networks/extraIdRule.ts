import type { ExtraIdRule } from './network.ts';
import { networkOf } from './networkOf.ts';

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
