import type { IncomingMessage } from 'node:http';
import { newId } from '../base/identifiers.ts';

/** Ids that callers may give their requests: nothing that could break a log line or a header. */
const ACCEPTED = /^[A-Za-z0-9._-]{8,100}$/;

/** The caller's `X-Request-Id`, if it is a plain one; else a new id. It is not unique, and authenticates no one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTED.test(given) ? given : newId();
}
