import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { inject } from 'vitest';
import { STAFF } from './desk.ts';
import { staffClient } from './staffClient.ts';

/** Of all members that tests create. */
const PASSWORD = 'a long enough password';

/** What was created or changed by a request that a second admin approved. */
type Result = { kind: string; id: string } | null;

/**
 * Runs a call of the first admin; if it waits for another admin, one that an earlier test created approves it. Returns
 * the result of the request, or null when it did not wait.
 */
export async function agreed(run: () => Promise<unknown>): Promise<Result> {
  try {
    await run();
    return null;
  } catch (error) {
    const data = error instanceof TRPCClientError ? (error.data as ErrorData | undefined) : undefined;
    if (data?.reason !== 'CHANGE_REQUESTED') throw error;
    const request = await (
      await anotherAdmin()
    ).changeRequests.approve.mutate({ id: data.details.changeRequestId });
    if (request.status !== 'applied') throw new Error(`not applied: ${request.error}`);
    return request.result;
  }
}

interface ErrorData {
  reason: string;
  details: { changeRequestId: string };
}

async function anotherAdmin() {
  const { data } = await staffClient().staff.list.query({ filter: { role: 'admin', isActive: true } });
  const [other] = data.filter(
    ({ email, twoFactorEnabled, passkeys }) => email !== STAFF.email && !twoFactorEnabled && passkeys === 0,
  );
  if (other === undefined) throw new Error('there is no other admin without a second factor');
  return clientOf(await signIn(other.email));
}

async function signIn(email: string): Promise<string> {
  const url = inject('deskUrl');
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

function clientOf(cookie: string) {
  const url = inject('deskUrl');
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie, origin: url } })],
  });
}
