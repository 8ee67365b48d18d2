import type { AppRouter } from '@paydesk/server/router';
import type { StaffRole } from '@paydesk/types/rules';
import { createTRPCClient, httpLink } from '@trpc/client';
import { inject } from 'vitest';
import { createStaff } from './person.ts';
import { sessionOf } from './session.ts';

/**
 * A tRPC client of a new member of staff, for the step of a four-eyes test that is not done in the browser.
 */
export async function colleague(name: string, role: StaffRole = 'approver') {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@paydesk.local`;
  await createStaff(email, name, role);
  const url = inject('deskUrl');
  const cookie = await sessionOf(email);
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie, origin: url } })],
  });
}
