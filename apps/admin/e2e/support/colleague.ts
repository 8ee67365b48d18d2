import type { AppRouter } from '@paydesk/server/router';
import type { StaffRole } from '@paydesk/types/rules';
import { createTRPCClient, httpLink } from '@trpc/client';
import { inject } from 'vitest';
import { createStaff, PASSWORD } from './person.ts';

/**
 * A tRPC client of a new member of staff, for the step of a four-eyes test that is not done in the browser.
 */
export async function colleague(name: string, role: StaffRole = 'approver') {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@paydesk.local`;
  await createStaff(email, name, role);
  const url = inject('deskUrl');
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${name} could not sign in: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie, origin: url } })],
  });
}
