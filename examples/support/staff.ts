/** A member of staff, who does over the admin app's API what a person does in it. */
export interface Staff {
  read<Result>(procedure: string, input: object): Promise<Result>;
  command<Result>(procedure: string, input: object): Promise<Result>;
}

interface Answer<Result> {
  result?: { data: Result };
  error?: { message: string };
}

export async function signInStaff(url: string, login: { email: string; password: string }): Promise<Staff> {
  const json = { 'content-type': 'application/json', origin: url };
  const signIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(login),
  });
  if (!signIn.ok) throw new Error(`signing in failed: ${await signIn.text()}`);
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const call = async <Result>(address: string, init: RequestInit): Promise<Result> => {
    const answer = await fetch(`${url}/trpc/${address}`, { ...init, headers: { ...json, cookie } });
    const { result, error } = (await answer.json()) as Answer<Result>;
    if (result === undefined) throw new Error(`${address}: ${error?.message}`);
    return result.data;
  };
  return {
    read: async (procedure, input) =>
      await call(`${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {}),
    command: async (procedure, input) =>
      await call(procedure, { method: 'POST', body: JSON.stringify(input) }),
  };
}
