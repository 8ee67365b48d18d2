/**
 * One family's rule: the address in its usual spelling if it is valid on the main network, checksum included,
 * else null. Never throws.
 */
export type AddressCheck = (address: string) => string | null;

/** Runs a decoder that throws on bad input; null instead. */
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

/** The first rule that accepts the address. */
export function anyOf(...checks: AddressCheck[]): AddressCheck {
  return (address) => {
    for (const check of checks) {
      const normalized = check(address);
      if (normalized !== null) return normalized;
    }
    return null;
  };
}
