import type { TestProject } from 'vitest/node';
import { freePort } from '../../../../packages/embedded-database/src/freePort.ts';
import { runDesk } from '../../../desk/test/support/runDesk.ts';

declare module 'vitest' {
  interface ProvidedContext {
    deskUrl: string;
    simulatorUrl: string;
    /** The first admin's session, for tests that are not about signing in. */
    staffCookie: string;
    /** The session of a second admin, who approves what the first one cannot do alone. */
    checkerCookie: string;
  }
}

const CHECKER = { email: 'checker@paydesk.local', password: 'a long enough password' };

export const STAFF = { email: 'admin@paydesk.local', password: 'correct horse battery' };

/** Fixed, so that a test can derive the simulator's API key as the desk does. */
export const SECRET = 'a secret for tests only: 0123456789abcdef0123456789abcdef';

/** Starts a complete desk on an empty data folder, and stops it at the end. */
export default async function startDesk(project: TestProject): Promise<() => Promise<void>> {
  const simulatorPort = await freePort(null);
  const { url, stop } = await runDesk({
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_STEP_MS: '150',
    PAYDESK_SECRET: SECRET,
    PAYDESK_STAFF_EMAIL: STAFF.email,
    PAYDESK_STAFF_PASSWORD: STAFF.password,
    // Tests give customers 500.00 to spend; a bonus of 5,000 waits.
    SOLO_CREDIT_USD: '4000',
    NOWPAYMENTS_API_KEY: '',
  });
  try {
    project.provide('deskUrl', url);
    project.provide('simulatorUrl', `http://127.0.0.1:${simulatorPort}`);
    const cookie = await cookieOf(url, STAFF);
    project.provide('staffCookie', cookie);
    await createChecker(url, cookie);
    project.provide('checkerCookie', await cookieOf(url, CHECKER));
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Signs in once for all tests: the server allows ten attempts a minute. */
async function cookieOf(url: string, person: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(person),
  });
  if (!answer.ok) throw new Error(`${person.email} could not sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** No one else is there yet, so the first admin can do this alone. */
async function createChecker(url: string, cookie: string): Promise<void> {
  const answer = await fetch(`${url}/trpc/staff.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify({ ...CHECKER, name: 'Charlie Checker', role: 'admin' }),
  });
  if (!answer.ok) throw new Error(`the second admin was not created: ${await answer.text()}`);
}
