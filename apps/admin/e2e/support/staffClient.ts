import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpLink } from '@trpc/client';
import { inject } from 'vitest';

/** A tRPC client of the first admin, to set up what a test needs. */
export function staffClient() {
  const url = inject('deskUrl');
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie: inject('staffCookie'), origin: url } })],
  });
}
export type StaffClient = ReturnType<typeof staffClient>;
