/** What the desk says of an invitation to whoever holds its link. */
export interface Invitation {
  kind: 'invite' | 'reset';
  email: string;
  name: string;
  role: string;
  expiresAt: string;
}

/** A refusal in the desk's own words, which are written for people. */
export class InviteRefusal extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = 'InviteRefusal';
    this.reason = reason;
  }
}

const UNREACHABLE = 'The desk does not answer. Try again in a moment.';

/** Reads what a link is for. Throws InviteRefusal. */
export const lookAtInvite = async (token: string): Promise<Invitation> =>
  (await ask('look', { token })) as Invitation;

/** Uses the link. Throws InviteRefusal. */
export const acceptInvite = async (input: {
  token: string;
  name?: string;
  password: string;
}): Promise<void> => void (await ask('accept', input));

async function ask(what: 'look' | 'accept', input: object): Promise<unknown> {
  const response = await fetch(`/api/invites/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).catch(() => null);
  const body: unknown = await response?.json().catch(() => null);
  if (response?.ok && typeof body === 'object' && body !== null) return body;
  const said =
    typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
      ? body.message
      : UNREACHABLE;
  const reason =
    typeof body === 'object' && body !== null && 'reason' in body && typeof body.reason === 'string'
      ? body.reason
      : 'UNREACHABLE';
  throw new InviteRefusal(
    reason,
    response?.status === 429 ? 'Too many tries. Wait a few minutes and try again.' : said,
  );
}
