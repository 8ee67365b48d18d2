/** A control of the sandbox refused what it was asked. `reason` is stable, as the reasons of the desk are. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Calls a control by its name. */
export type SandboxControl = <Answer>(name: string, input?: object) => Promise<Answer>;

/**
 * @param address as the sandbox prints it, with its token
 * @throws SandboxError when the address has no token
 */
export function connectControl(address: string): SandboxControl {
  const url = new URL(address);
  const token = url.searchParams.get('token');
  if (token === null)
    throw new SandboxError(
      'SANDBOX',
      `${address} has no token: use the address that “paydesk sandbox” prints`,
    );
  return async <Answer>(name: string, input: object = {}) => {
    const answer = await fetch(`${url.origin}/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }).catch((cause: unknown) => {
      throw new SandboxError(
        'SANDBOX_GONE',
        `the sandbox at ${url.origin} does not answer: ${describe(cause)}`,
      );
    });
    const body = (await answer.json()) as { error?: { reason: string; message: string } } | null;
    if (answer.ok) return body as Answer;
    throw new SandboxError(
      body?.error?.reason ?? 'SANDBOX',
      body?.error?.message ?? `it answered ${answer.status}`,
    );
  };
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
