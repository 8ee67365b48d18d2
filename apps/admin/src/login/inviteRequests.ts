import type { StaffRole } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

/** What the desk tells the holder of an invitation's link. */
export interface Invitation {
  kind: 'invite' | 'reset';
  email: string;
  name: string;
  role: StaffRole;
  expiresAt: string;
}

/** A failed request with the desk's own message, which is written for people. */
export class InviteError extends Error {
  /** The desk's reason; `UNREACHABLE` when it did not answer. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = 'InviteError';
    this.reason = reason;
  }
}

/** Reads what a link is for. Throws InviteError. */
export const fetchInvite = async (token: string): Promise<Invitation> =>
  (await post('read', { token })) as Invitation;

/** Uses the link. Throws InviteError. */
export const acceptInvite = async (input: {
  token: string;
  name?: string;
  password: string;
}): Promise<void> => void (await post('accept', input));

async function post(action: 'read' | 'accept', input: object): Promise<unknown> {
  const response = await fetch(`/api/invites/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).catch(() => null);
  const body: unknown = await response?.json().catch(() => null);
  if (response?.ok && typeof body === 'object' && body !== null) return body;
  if (response?.status === 429)
    throw new InviteError(
      textOf(body, 'reason') ?? 'UNREACHABLE',
      t('Too many attempts. Wait a few minutes and try again.'),
    );
  throw new InviteError(
    textOf(body, 'reason') ?? 'UNREACHABLE',
    textOf(body, 'message') ?? t('The desk does not answer. Try again in a moment.'),
  );
}

/** A field of the desk's error: the reason is in its `data`. */
function textOf(body: unknown, key: 'reason' | 'message'): string | null {
  const error = fieldOf(body, 'error');
  const value = key === 'reason' ? fieldOf(fieldOf(error, 'data'), key) : fieldOf(error, key);
  return typeof value === 'string' ? value : null;
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
