import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../base/identifiers.ts';

/** How long a link is good, in hours. */
export const INVITE_HOURS = 72;

const form = /^in_[A-Za-z0-9_-]{43}$/;

/** A new link's word with 256 random bits, and the hash that is kept of it. */
export function newInviteToken(): { token: string; hash: string } {
  const token = `in_${randomBytes(32).toString('base64url')}`;
  return { token, hash: sha256Hex(token) };
}

/** What is kept of a word that came with a request; null when it is none of ours. */
export const inviteHash = (token: string): string | null => (form.test(token) ? sha256Hex(token) : null);

/** Where it leads. Behind the `#`, so that no server, proxy or log ever sees the word. */
export const inviteLink = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}/#/invite/${token}`;
