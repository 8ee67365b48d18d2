import type { ProviderCircuit } from '../nowpayments/traffic/providerTraffic.ts';

export function presentCircuit({ state, since, lastError }: ProviderCircuit) {
  // A closed circuit's last error is history.
  return { state, since: since.toISOString(), lastError: state === 'closed' ? null : lastError };
}
