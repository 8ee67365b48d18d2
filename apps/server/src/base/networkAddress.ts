import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net';

/**
 * An address in the one form in which addresses are compared, stored and counted: without a zone, IPv6
 * compressed, and IPv4 as IPv4 even if a dual-stack socket reports it as `::ffff:1.2.3.4`.
 *
 * @returns null if it is not an address
 */
export function plainAddress(text: string | null | undefined): string | null {
  const address = (text ?? '').replace(/%.*$/, '');
  if (isIP(address) === 0) return null;
  if (isIPv4(address)) return address;
  // Node writes an IPv4-mapped address in dotted form, however it was written.
  const compressed = new SocketAddress({ address, family: 'ipv6' }).address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(compressed)?.[1] ?? compressed;
}

/**
 * What is counted as one caller: an IPv4 address, or the IPv6 /64 of one customer. `unknown` if it is not an
 * address.
 */
export function callerNetwork(text: string | null | undefined): string {
  const address = plainAddress(text);
  if (address === null) return 'unknown';
  return isIPv4(address) ? address : `${firstGroups(address).join(':')}::/64`;
}

/**
 * Whether an address is in one of these ranges (`203.0.113.0/24`, `2001:db8::/32`, single addresses). An
 * unknown address is in none.
 */
export function isInRanges(text: string | null | undefined, ranges: readonly string[]): boolean {
  const address = plainAddress(text);
  if (address === null) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    if (bits === undefined) list.addAddress(network, familyOf(network));
    else list.addSubnet(network, Number(bits), familyOf(network));
  }
  return list.check(address, familyOf(address));
}

const familyOf = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6');

/** The first four of the eight groups of a compressed IPv6 address. A dotted end stands for two groups. */
function firstGroups(address: string): string[] {
  const [head = [], tail = []] = address
    .replace(/\d+\.\d+\.\d+\.\d+$/, '0:0')
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4);
}
