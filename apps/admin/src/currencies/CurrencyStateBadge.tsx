import { Badge } from '../fields/Badge.tsx';
import type { Currency } from '../providers/records.ts';

/** Offered, not offered, or gone from the provider's list. */
export function CurrencyStateBadge({ currency }: { currency: Currency }) {
  if (!currency.isAvailable) return <Badge color="danger">Delisted</Badge>;
  return currency.isActive ? (
    <Badge color="success">Active</Badge>
  ) : (
    <Badge color="secondary">Inactive</Badge>
  );
}
