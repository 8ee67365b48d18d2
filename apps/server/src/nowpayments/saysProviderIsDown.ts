import type { ProviderError } from './providerError.ts';

/**
 * Whether a failure says something about the provider's health: no connection, no answer in time, a page
 * instead of an answer, a status from 500 up. A refusal (any 4xx with an envelope) and a limit are answers of
 * a provider that works.
 */
export function saysProviderIsDown(error: ProviderError): boolean {
  if (error.kind !== 'unavailable' && error.kind !== 'ambiguous') return false;
  // Our own doing, or an answer about one pair of currencies (facts 1.5).
  return error.code !== 'CLOSED' && !error.message.includes('Can not get estimate');
}
