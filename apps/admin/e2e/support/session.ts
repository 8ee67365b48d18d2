import { inject } from 'vitest';
import { PASSWORD } from './person.ts';

/** Signs in without a browser; returns the cookies of the session. */
export async function sessionOf(email: string, password = PASSWORD): Promise<string> {
  const url = inject('deskUrl');
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
