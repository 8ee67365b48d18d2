import { DomainError } from '../../base/domainError.ts';
import type { Desk } from '../../desk/desk.ts';

/** Refuses with PAYOUTS_DISABLED unless the operator has switched payouts through the provider on. */
export function requirePayouts(desk: Pick<Desk, 'settings'>): void {
  if (!desk.settings.provider.payouts.on)
    throw new DomainError('PAYOUTS_DISABLED', 'payouts through the provider are switched off on this desk');
}
