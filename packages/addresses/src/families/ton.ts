import { base64urlnopad, base64, hex } from '@scure/base';
import { anyOf, crc16, decoded, type AddressCheck } from './decoding.ts';

// An account has three spellings: bounceable, non-bounceable and raw. All become the non-bounceable one, which is
// the one to pay: a bounceable transfer to a wallet that was never used comes back.

/** `0:` (or the masterchain's `-1:`) and 64 hex digits. Has no checksum. */
const raw: AddressCheck = (address) => {
  const [, workchain, hash] = /^(0|-1):([0-9a-f]{64})$/i.exec(address) ?? [];
  return hash === undefined
    ? null
    : tonAccount(workchain === '0' ? 0 : MASTERCHAIN, hex.decode(hash.toLowerCase()));
};

const bounceable = 0x11;
const nonBounceable = 0x51;
const MASTERCHAIN = 0xff;

/**
 * 36 bytes in base64 or base64url: flag, workchain, 32-byte hash, CRC-16. Flags above 0x80 are for the test
 * network.
 */
const friendly: AddressCheck = (address) => {
  if (!/^([0-9A-Za-z+/]{48}|[0-9A-Za-z_-]{48})$/.test(address)) return null;
  const bytes = decoded(() => base64.decode(address.replaceAll('-', '+').replaceAll('_', '/')));
  if (bytes?.length !== 36) return null;
  const [flag, workchain] = bytes;
  if ((flag !== bounceable && flag !== nonBounceable) || (workchain !== 0 && workchain !== MASTERCHAIN))
    return null;
  const crc = crc16(bytes.subarray(0, 34));
  return bytes[34] === crc >> 8 && bytes[35] === (crc & 0xff)
    ? tonAccount(workchain, bytes.subarray(2, 34))
    : null;
};

/** The one spelling of an account: non-bounceable, in base64url. The workchain is 0, or 255 for the masterchain. */
export function tonAccount(workchain: number, hash: Uint8Array): string {
  const account = Uint8Array.of(nonBounceable, workchain, ...hash);
  const crc = crc16(account);
  return base64urlnopad.encode(Uint8Array.of(...account, crc >> 8, crc & 0xff));
}

export const ton: AddressCheck = anyOf(friendly, raw);
