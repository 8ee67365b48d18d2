import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalAddress } from '@paydesk/server/domain';
import { base58, createBase58check } from '@scure/base';
import type { Random } from './seededRandom.ts';

const base58check = createBase58check(sha256);

/** Base58Check versions of ordinary addresses. */
const VERSIONS: Record<string, number> = { btc: 0x00, ltc: 0x30, trx: 0x41 };

/** A well-formed address of the network that belongs to no one known. */
export function payoutAddress(network: string, random: Random): string {
  const version = VERSIONS[network];
  if (version !== undefined) return base58check.encode(Uint8Array.of(version, ...random.bytes(20)));
  if (network === 'sol') return base58.encode(random.bytes(32));
  // With its checksum: without one an address needs the word of staff.
  return canonicalAddress(network, `0x${hex(random.bytes(20))}`);
}

/** What the hash of a payout's transaction looks like on the network. */
export function payoutHash(network: string, random: Random): string {
  if (network === 'sol') return base58.encode(random.bytes(64));
  return network in VERSIONS ? hex(random.bytes(32)) : `0x${hex(random.bytes(32))}`;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
