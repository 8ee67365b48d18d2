/** Names of parts ("segments") of the write-ahead log: eight hex digits each of timeline, log and part. */
export const SEGMENT = /^[0-9A-F]{24}$/;

/** Names of the parts that hold the bytes from `start` up to `end`, two positions such as `0/2000028`. */
export function segmentsBetween({
  timeline,
  start,
  end,
  segmentBytes,
}: {
  timeline: number;
  start: string;
  end: string;
  segmentBytes: number;
}): string[] {
  const size = BigInt(segmentBytes);
  const names: string[] = [];
  for (let number = bytesOf(start) / size; number <= (bytesOf(end) - 1n) / size; number += 1n)
    names.push(segmentName(timeline, number, size));
  return names;
}

/** How many parts come before this one, whatever its timeline. */
export const numberOf = (segment: string, segmentBytes: number): bigint =>
  BigInt(`0x${segment.slice(8, 16)}`) * (0x1_0000_0000n / BigInt(segmentBytes)) +
  BigInt(`0x${segment.slice(16)}`);

function segmentName(timeline: number, number: bigint, size: bigint): string {
  const perLog = 0x1_0000_0000n / size;
  return [BigInt(timeline), number / perLog, number % perLog]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('');
}

/** A position such as `0/2000028` as a number of bytes. */
export function bytesOf(position: string): bigint {
  const [high = '0', low = '0'] = position.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
