import type { SeededRandom } from './seededRandom.ts';

/** Mistakes by people, keyboards and faulty converters. */
export const mutations = {
  'one character changed': (address, random) => {
    const at = random.below(address.length);
    const others = Array.from(new Set(address)).filter((letter) => letter !== address[at]);
    return address.slice(0, at) + random.pick(others) + address.slice(at + 1);
  },
  'two neighbours swapped': (address, random) => {
    const places = Array.from({ length: address.length - 1 }, (_none, at) => at).filter(
      (at) => address[at] !== address[at + 1],
    );
    const at = random.pick(places);
    return address.slice(0, at) + address.charAt(at + 1) + address.charAt(at) + address.slice(at + 2);
  },
  'one character lost': (address, random) => {
    const at = random.below(address.length);
    return address.slice(0, at) + address.slice(at + 1);
  },
  'one character too many': (address, random) => {
    const at = random.below(address.length + 1);
    return address.slice(0, at) + random.pick(address) + address.slice(at);
  },
  'case of one letter turned': (address, random) => {
    const places = Array.from({ length: address.length }, (_none, at) => at).filter((at) =>
      /[a-z]/i.test(address.charAt(at)),
    );
    if (places.length === 0) return `${address}a`;
    const at = random.pick(places);
    return address.slice(0, at) + turned(address.charAt(at)) + address.slice(at + 1);
  },
  'all in lower case': (address) => address.toLowerCase(),
  'all in upper case': (address) => address.toUpperCase(),
  'last characters cut off': (address, random) => address.slice(0, -(1 + random.below(6))),
  'two in a row': (address) => address + address,
} as const satisfies Record<string, (address: string, random: SeededRandom) => string>;

function turned(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}
