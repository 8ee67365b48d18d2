import type { AddressCheck } from './decoding.ts';

/** Account numbers are signed 64-bit integers. */
const highestNumber = 2n ** 63n - 1n;

/**
 * Hedera account ids, `0.0.12345`, with the optional checksum letters of HIP-15, which must fit if present.
 */
export const hedera: AddressCheck = (address) => {
  const [, account, checksum] = /^(0\.0\.[1-9]\d{0,18})(?:-([a-z]{5}))?$/.exec(address) ?? [];
  if (account === undefined || BigInt(account.slice('0.0.'.length)) > highestNumber) return null;
  return checksum === undefined || checksum === checksumOf(account) ? account : null;
};

/** HIP-15, for the main network (ledger id 0x00). */
function checksumOf(account: string): string {
  const threeLetters = 26 ** 3;
  const fiveLetters = 26 ** 5;
  const digits = Array.from(account, (letter) => (letter === '.' ? 10 : Number(letter)));
  let weighted = 0;
  let even = 0;
  let odd = 0;
  digits.forEach((digit, index) => {
    weighted = (weighted * 31 + digit) % threeLetters;
    if (index % 2 === 0) even = (even + digit) % 11;
    else odd = (odd + digit) % 11;
  });
  // The ledger id and its six zero bytes are all zero, and so is their weighted sum.
  const combined = ((((account.length % 5) * 11 + even) * 11 + odd) * threeLetters + weighted) % fiveLetters;
  let rest = (combined * 1_000_003) % fiveLetters;
  let letters = '';
  for (let place = 0; place < 5; place++) {
    letters = String.fromCharCode(97 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26);
  }
  return letters;
}
