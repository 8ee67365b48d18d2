import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpLink } from '@trpc/client';
import { inject } from 'vitest';

/** A tRPC client of the first admin, to set up what a test needs. */
export const staffClient = () => clientOf(inject('staffCookie'));

/** A tRPC client of the second admin, who approves what the first one cannot do alone. */
export const checkerClient = () => clientOf(inject('checkerCookie'));

function clientOf(cookie: string) {
  const url = inject('deskUrl');
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie, origin: url } })],
  });
}
export type StaffClient = ReturnType<typeof staffClient>;
