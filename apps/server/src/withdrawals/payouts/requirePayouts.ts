import { DomainError } from '../../base/domainError.ts';
import type { AppContext } from '../../context/appContext.ts';

/** Refuses with PAYOUTS_DISABLED unless the operator has switched payouts through the provider on. */
export function requirePayouts(ctx: Pick<AppContext, 'settings'>): void {
  if (!ctx.settings.provider.payouts.on)
    throw new DomainError('PAYOUTS_DISABLED', 'payouts through the provider are switched off on this desk');
}
