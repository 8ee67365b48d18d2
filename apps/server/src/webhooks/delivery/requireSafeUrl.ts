import { isIP } from 'node:net';
import { DomainError } from '../../base/domainError.ts';
import { isPublicAddress } from './publicAddress.ts';

/** Below it are mail, SSH and other services that were not made for this. */
const FIRST_FREE_PORT = 1024;

/**
 * What can be refused before a name is resolved. Names that lead to private addresses are refused when the desk
 * connects.
 * @param allowPrivate plain http, private addresses and every port
 * @returns the URL as it is stored
 * @throws DomainError `WEBHOOK_URL_REFUSED`
 */
export function requireSafeUrl(text: string, allowPrivate: boolean): string {
  const url = URL.parse(text);
  const problem = url === null ? 'it is not a URL' : problemOf(url, allowPrivate);
  if (url !== null && problem === null) return url.href;
  throw new DomainError('WEBHOOK_URL_REFUSED', `webhooks are not sent to this URL: ${problem}`);
}

function problemOf(url: URL, allowPrivate: boolean): string | null {
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'it must be https';
  if (url.username !== '' || url.password !== '') return 'it contains a user name or password';
  if (url.hash !== '') return 'it contains a fragment';
  if (allowPrivate) return null;
  if (url.port !== '' && Number(url.port) < FIRST_FREE_PORT)
    return `its port must be 443 or at least ${FIRST_FREE_PORT}`;
  const host = hostOf(url);
  return isIP(host) !== 0 && !isPublicAddress(host) ? 'its address is not public' : null;
}

/** Without the brackets of IPv6. URL has already written every spelling of an IPv4 address as four numbers. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/** For the audit log, which is kept for good: receivers put tokens into the query. */
export const withoutQuery = (url: string): string => url.split('?')[0] ?? '';
