import { base64 } from '@scure/base';
import { anyOf, crc16, decoded, type AddressCheck } from './decoding.ts';

/** `0:` (or the masterchain's `-1:`) and 64 hex digits. Has no checksum. */
const raw: AddressCheck = (address) =>
  /^(0|-1):[0-9a-f]{64}$/i.test(address) ? address.toLowerCase() : null;

const bounceable = 0x11;
const nonBounceable = 0x51;

/**
 * 36 bytes in base64 or base64url: flag, workchain, 32-byte hash, CRC-16. Flags above 0x80 are for the test
 * network.
 */
const friendly: AddressCheck = (address) => {
  if (!/^([0-9A-Za-z+/]{48}|[0-9A-Za-z_-]{48})$/.test(address)) return null;
  const bytes = decoded(() => base64.decode(address.replaceAll('-', '+').replaceAll('_', '/')));
  if (bytes?.length !== 36) return null;
  const [flag, workchain] = bytes;
  if ((flag !== bounceable && flag !== nonBounceable) || (workchain !== 0 && workchain !== 0xff)) return null;
  const crc = crc16(bytes.subarray(0, 34));
  return bytes[34] === crc >> 8 && bytes[35] === (crc & 0xff)
    ? address.replaceAll('+', '-').replaceAll('/', '_')
    : null;
};

export const ton: AddressCheck = anyOf(friendly, raw);
