import type { sessionOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';

/** Who is calling, and what they may do. Refuses with UNAUTHENTICATED. */
export function presentSession(principal: Principal): z.infer<typeof sessionOutput> {
  if (principal.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED', 'no one is signed in');
  const staff = principal.kind === 'staff' ? principal : null;
  return {
    kind: principal.kind,
    id: principal.kind === 'user' ? principal.userId : principal.id,
    name: principal.name,
    email: staff?.email ?? null,
    role: staff?.role ?? null,
    permissions: [...principal.permissions],
    twoFactorEnabled: staff?.twoFactorEnabled ?? false,
    mustEnrol: staff?.mustEnrol === true,
  };
}
