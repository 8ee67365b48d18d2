/** One place of two addresses laid side by side; an empty text where one of them has no character. */
export interface Place {
  own: string;
  other: string;
  isSame: boolean;
}

/**
 * Lays two addresses side by side: beginnings meet beginnings and ends meet ends, as people compare them.
 * Where their lengths differ, the shorter one has its gap where they stop agreeing.
 */
export function compareAddresses(own: string, other: string): Place[] {
  const shortest = Math.min(own.length, other.length);
  let leading = 0;
  while (leading < shortest && own[leading] === other[leading]) leading += 1;
  const gap = Math.abs(own.length - other.length);
  const padded = (text: string, isShorter: boolean): string[] =>
    text
      .slice(0, leading)
      .split('')
      .concat(Array.from<string>({ length: isShorter ? gap : 0 }).fill(''), text.slice(leading).split(''));
  const left = padded(own, own.length < other.length);
  const right = padded(other, other.length < own.length);
  return left.map((character, index) => ({
    own: character,
    other: right[index] ?? '',
    isSame: character === right[index],
  }));
}

/** Where they differ, for those who hear it: "characters 6 to 30 and 34". Counted from 1. */
export function differingPlaces(places: readonly Place[]): string {
  const runs: [number, number][] = [];
  places.forEach(({ isSame }, index) => {
    if (isSame) return;
    const last = runs.at(-1);
    if (last?.[1] === index) last[1] = index + 1;
    else runs.push([index + 1, index + 1]);
  });
  if (runs.length === 0) return 'nothing';
  const words = runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
  const single = runs.length === 1 && runs[0]?.[0] === runs[0]?.[1];
  return `${single ? 'character' : 'characters'} ${words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`}`;
}

/** Groups of four, as people read addresses out; the last one may be shorter. */
export const inFours = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / 4) }, (_none, index) =>
    items.slice(index * 4, index * 4 + 4),
  );

/**
 * The characters of an address in the groups that they are shown in: the `0x` that says nothing stands by
 * itself, so that the rest is counted off evenly.
 */
export function addressGroups<Item>(items: readonly Item[], address: string): Item[][] {
  const prefix = /^0x(?=[0-9a-fA-F])/.test(address) ? 2 : 0;
  return prefix === 0 ? inFours(items) : [items.slice(0, prefix), ...inFours(items.slice(prefix))];
}
