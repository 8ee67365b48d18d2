import { crc32 } from 'node:zlib';
import { base58, bech32 } from '@scure/base';
import { anyOf, decoded, type AddressCheck } from './decoding.ts';

const mainNetwork = 1;

/** Shelley addresses (CIP-19): the header's upper half is the type, the lower one the network. */
const shelley: AddressCheck = (address) => {
  if (!address.toLowerCase().startsWith('addr1')) return null;
  const account = decoded(() => {
    const { prefix, words } = bech32.decode(address as `${string}1${string}`, false);
    return { prefix, bytes: bech32.fromWords(words) };
  });
  if (account?.prefix !== 'addr') return null;
  const [header = 0] = account.bytes;
  return (header & 15) === mainNetwork && lengthFits(header >> 4, account.bytes.length)
    ? address.toLowerCase()
    : null;
};

function lengthFits(type: number, length: number): boolean {
  if (type <= 3) return length === 57;
  // A pointer is three numbers of one to five bytes.
  if (type <= 5) return length >= 32 && length <= 44;
  return type <= 7 && length === 29;
}

/** Byron addresses: CBOR of [tagged payload, CRC-32], in base58. */
const byron: AddressCheck = (address) => {
  if (!/^(Ae2|DdzFF)[1-9A-HJ-NP-Za-km-z]{50,110}$/.test(address)) return null;
  const bytes = decoded(() => base58.decode(address));
  // 82: pair; d8 18: tag 24; 58: byte string with a length byte.
  if (bytes === null || bytes[0] !== 0x82 || bytes[1] !== 0xd8 || bytes[2] !== 0x18 || bytes[3] !== 0x58)
    return null;
  const end = 5 + (bytes[4] ?? 0);
  const payload = bytes.subarray(5, end);
  return isMainNetwork(payload) && readNumber(bytes.subarray(end)) === crc32(payload) ? address : null;
};

/** [28-byte root, attributes, type]; a test network writes its number into attribute 2. */
function isMainNetwork(payload: Uint8Array): boolean {
  const startsRight = payload[0] === 0x83 && payload[1] === 0x58 && payload[2] === 0x1c;
  const hasNoAttributes = payload[31] === 0xa0;
  const hasDerivationPathOnly = payload[31] === 0xa1 && payload[32] === 0x01;
  return startsRight && (hasNoAttributes || hasDerivationPathOnly);
}

/** A CBOR unsigned number that fills the rest exactly. */
function readNumber(bytes: Uint8Array): number | null {
  const [head = 255, ...rest] = bytes;
  const lengths: Record<number, number> = { 0x18: 1, 0x19: 2, 0x1a: 4 };
  if (head < 0x18 && rest.length === 0) return head;
  return lengths[head] === rest.length ? rest.reduce((sum, byte) => sum * 256 + byte, 0) : null;
}

export const cardano: AddressCheck = anyOf(shelley, byron);
