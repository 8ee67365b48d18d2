import { extraIdRule } from '@paydesk/types';
import type { ProviderCurrency } from '../nowpayments/providerCurrency.ts';

/**
 * What a coin's second address line is called, and whether a transfer without it is lost. The network knows
 * the word ("Destination tag"), also where the provider itself needs none (a TON comment, a Cosmos memo):
 * other wallets may. Whether it is required is the provider's word.
 */
export function extraIdFacts(row: Pick<ProviderCurrency, 'network' | 'extraIdExists' | 'extraIdOptional'>): {
  extraIdName: string | null;
  extraIdRequired: boolean;
} {
  const rule = extraIdRule(row.network);
  if (!row.extraIdExists) return { extraIdName: rule?.name ?? null, extraIdRequired: false };
  return { extraIdName: rule?.name ?? 'Memo', extraIdRequired: !row.extraIdOptional };
}
