import { PaydeskError, type FailureReason } from '@paydesk/client';

export type StaffRole = 'viewer' | 'operator' | 'approver' | 'admin';

/** A member of staff, who can sign in to the admin app with e-mail and password. */
export interface StaffMember {
  id: string;
  role: StaffRole;
  email: string;
  password: string;
  /** Signs in; the value of a `Cookie` header. */
  signIn(): Promise<string>;
  /** Calls a procedure of the desk as this person, such as `query('withdrawals.get', { id })`. */
  query(procedure: string, input?: object): Promise<unknown>;
  /** The same for a mutation, such as `mutate('withdrawals.approve', { id })`. Fails with `PaydeskError`. */
  mutate(procedure: string, input?: object): Promise<unknown>;
}

export function staffMember(
  url: string,
  person: Pick<StaffMember, 'id' | 'role' | 'email' | 'password'>,
): StaffMember {
  const { email, password } = person;
  let session: Promise<string> | null = null;

  async function signIn(): Promise<string> {
    const answer = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status} ${await answer.text()}`);
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  }

  async function call(method: 'GET' | 'POST', procedure: string, input: object): Promise<unknown> {
    session ??= signIn();
    const text = JSON.stringify(input);
    const query = method === 'GET' ? `?input=${encodeURIComponent(text)}` : '';
    const answer = await fetch(`${url}/trpc/${procedure}${query}`, {
      method,
      headers: { 'content-type': 'application/json', origin: url, cookie: await session },
      ...(method === 'POST' && { body: text }),
    });
    const body = (await answer.json()) as Answer;
    if (body.result !== undefined) return body.result.data;
    // Signed out by the desk, or by an advance of its clock: the next call signs in again.
    if (answer.status === 401) session = null;
    throw errorOf(body, answer.status);
  }

  return {
    ...person,
    signIn,
    query: async (procedure, input = {}) => await call('GET', procedure, input),
    mutate: async (procedure, input = {}) => await call('POST', procedure, input),
  };
}

interface Answer {
  result?: { data: unknown };
  error?: {
    message: string;
    data?: { code?: string; reason?: FailureReason; details?: Record<string, unknown> };
  };
}

function errorOf({ error }: Answer, httpStatus: number): PaydeskError {
  const { code, reason = 'INTERNAL', details = null } = error?.data ?? {};
  return new PaydeskError({
    reason,
    message: error?.message ?? `the desk answered ${httpStatus}`,
    code: code ?? null,
    httpStatus,
    details,
  });
}
