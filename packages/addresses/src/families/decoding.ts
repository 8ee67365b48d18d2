/**
 * Checks an address, checksum included, for the main network. Returns it in its usual spelling, or null if it is not
 * valid. Never throws.
 */
export type AddressCheck = (address: string) => string | null;

/** The result of a decoder, or null if it throws. */
export function decoded<Value>(decode: () => Value): Value | null {
  try {
    return decode();
  } catch {
    return null;
  }
}

/** Whether two byte strings are the same. Checksums are public: no constant time needed. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** A check that accepts what any of these accepts. */
export function anyOf(...checks: AddressCheck[]): AddressCheck {
  return (address) => {
    for (const check of checks) {
      const normalized = check(address);
      if (normalized !== null) return normalized;
    }
    return null;
  };
}

/** CRC-16/XMODEM, the checksum of Stellar and TON addresses. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}
