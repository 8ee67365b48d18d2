import { base32nopad } from '@scure/base';
import { decoded } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';
import { crc16 } from './crc16.ts';

const accountVersion = 6 << 3;

/** Stellar accounts (SEP-23): version, 32-byte key, CRC-16 with its low byte first. */
export const stellar: AddressCheck = (address) => {
  const bytes = address.length === 56 ? decoded(() => base32nopad.decode(address)) : null;
  if (bytes?.length !== 35 || bytes[0] !== accountVersion) return null;
  const crc = crc16(bytes.subarray(0, 33));
  return bytes[33] === (crc & 0xff) && bytes[34] === crc >> 8 ? address : null;
};
