import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpLink } from '@trpc/client';
import { inject } from 'vitest';

/** The first admin's own calls, to lay out what a test then clicks on. */
export function staffClient() {
  const url = inject('deskUrl');
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie: inject('staffCookie'), origin: url } })],
  });
}
export type StaffClient = ReturnType<typeof staffClient>;
