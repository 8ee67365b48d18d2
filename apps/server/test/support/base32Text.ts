const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The text that an authenticator's link holds in base32 (RFC 4648). */
export function base32Text(base32: string): string {
  const bits = base32
    .split('')
    .map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString();
}
