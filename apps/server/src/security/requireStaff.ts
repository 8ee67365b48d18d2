import type { StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { Context } from '../trpc/context.ts';

/** Second factors are a person's own: apps and end users have none. */
export function requireStaff({ principal }: Pick<Context, 'principal'>): StaffPrincipal {
  if (principal.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only staff have second factors');
  return principal;
}
