import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * An address in the one form that is compared, stored and counted: without a zone, and IPv4 as IPv4 also when
 * a socket for both kinds reports it as `::ffff:1.2.3.4`.
 *
 * @returns null for what is no address
 */
export function plainAddress(text: string | null | undefined): string | null {
  const address = (text ?? '').replace(/%.*$/, '').toLowerCase();
  if (isIP(address) === 0) return null;
  return isIPv6(address) ? (mappedIpv4(address) ?? address) : address;
}

/** The IPv4 address inside `::ffff:1.2.3.4`, however it is spelt; null when there is none. */
function mappedIpv4(address: string): string | null {
  const groups = ipv6Groups(address);
  if (groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return null;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

/** The eight groups of a valid IPv6 address. */
function ipv6Groups(address: string): number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [a = 0, b = 0, c = 0, d = 0] = (dotted ?? []).slice(1).map(Number);
  const text = dotted
    ? address.slice(0, dotted.index) + `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
    : address;
  const [head = '', tail] = text.split('::');
  const numbers = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return numbers(head);
  const [first, last] = [numbers(head), numbers(tail)];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

/**
 * What is counted as one caller: an IPv4 address, or the /64 that one IPv6 customer has to itself. `unknown`
 * for what is no address.
 */
export function callerNetwork(text: string | null | undefined): string {
  const address = plainAddress(text);
  if (address === null) return 'unknown';
  if (isIPv4(address)) return address;
  return `${ipv6Groups(address)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/**
 * Whether an address lies in one of these ranges (`203.0.113.0/24`, `2001:db8::/32`, single addresses). An
 * unknown address lies in none.
 */
export function isInRanges(text: string | null | undefined, ranges: readonly string[]): boolean {
  const address = plainAddress(text);
  if (address === null) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    const family = isIPv4(network) ? 'ipv4' : 'ipv6';
    list.addSubnet(network, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
