import { bech32 } from '@scure/base';

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

/**
 * Writes a version byte and hash as CashAddr does; Kaspa does the same. Sum written after the specification's
 * pseudo code.
 */
export function cashAddress(prefix: string, payload: Uint8Array): string {
  const words = bech32.toWords(payload);
  const values = [
    ...Array.from(prefix, (letter) => letter.charCodeAt(0) & 31),
    0,
    ...words,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  let sum = 1n;
  for (const value of values) {
    const top = Number(sum >> 35n);
    sum = ((sum & 0x07ffffffffn) << 5n) ^ BigInt(value);
    for (let bit = 0; bit < 5; bit++) if (top & (1 << bit)) sum ^= generators[bit] ?? 0n;
  }
  sum ^= 1n;
  for (let place = 7; place >= 0; place--) words.push(Number((sum >> BigInt(5 * place)) & 31n));
  return `${prefix}:${words.map((word) => alphabet[word]).join('')}`;
}
