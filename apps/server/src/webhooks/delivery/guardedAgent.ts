import { lookup as resolveName, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { isPublicAddress } from './publicAddress.ts';

/** A connection to a receiver; the whole request has its own limit. */
const CONNECT_TIMEOUT_MS = 5000;
const KEEP_ALIVE_MS = 10_000;
const MAX_HEADER_BYTES = 16_384;

/** Resolves names: `dns.lookup`, or a test's own. */
export type Resolve = typeof resolveName;

/** The receiver's name leads to an address that webhooks are not sent to. */
class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Connects to public addresses alone. Every connection resolves its name once, and all answers are checked before one
 * of them is used, so that a name which changes its answer gains nothing. Neither redirects nor proxies are followed.
 */
export function guardedAgent({
  allowPrivate,
  resolve = resolveName,
}: {
  allowPrivate: boolean;
  resolve?: Resolve;
}): Agent {
  return new Agent({
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      ...(!allowPrivate && { lookup: checkedLookup(resolve) }),
    },
    connections: 2,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

/** One private address among the answers refuses the name. */
function checkedLookup(resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true } as LookupOptions & { all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return done(new AddressRefusedError(`${host} does not lead to a public address`), '', 0);
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}
