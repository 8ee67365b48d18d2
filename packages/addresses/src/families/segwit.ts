import { bech32, bech32m } from '@scure/base';
import { decoded } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

/**
 * Segregated witness addresses (BIP-173, BIP-350): version 0 with bech32 and 20 or 32 bytes, version 1
 * (taproot) with bech32m and 32 bytes. Versions that a chain has not given a meaning are valid text, but
 * anyone can spend what is sent there: refused. That is every later version, and taproot itself where the
 * chain never turned it on.
 */
export function segwit(prefix: string, { hasTaproot }: { hasTaproot: boolean }): AddressCheck {
  return (address) => {
    if (!address.toLowerCase().startsWith(`${prefix}1`)) return null;
    const keyOrScript = programBytes(bech32, prefix, 0, address);
    const isProgram =
      keyOrScript === 20 ||
      keyOrScript === 32 ||
      (hasTaproot && programBytes(bech32m, prefix, 1, address) === 32);
    return isProgram ? address.toLowerCase() : null;
  };
}

/** Length of the witness program, or null when prefix, version, checksum or padding do not fit. */
function programBytes(coder: typeof bech32, prefix: string, version: number, address: string): number | null {
  return decoded(() => {
    const { prefix: found, words } = coder.decode(address as `${string}1${string}`);
    return found === prefix && words[0] === version ? coder.fromWords(words.slice(1)).length : null;
  });
}
