import { t } from '../../texts/t.ts';
import { listText } from '../../fields/formats.ts';

/** One position of two aligned addresses; an empty string where one of them has no character. */
export interface Place {
  own: string;
  other: string;
  isSame: boolean;
}

/**
 * Aligns two addresses at their beginnings and ends, as people compare them. If their lengths differ, the
 * shorter one has a gap where they diverge.
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

/** Where they differ, for screen readers: "They differ in <b>characters 6 to 30 and 34</b> of 42." Counted from 1. */
export function differenceText(places: readonly Place[]): string {
  const runs: [number, number][] = [];
  places.forEach(({ isSame }, index) => {
    if (isSame) return;
    const last = runs.at(-1);
    if (last?.[1] === index) last[1] = index + 1;
    else runs.push([index + 1, index + 1]);
  });
  const total = places.length;
  if (runs.length === 0) return t('They differ in <b>nothing</b> of {total}.', { total });
  const ranges = runs.map(([from, to]) => (from === to ? `${from}` : t('{from} to {to}', { from, to })));
  const characters = listText(ranges);
  return runs.length === 1 && runs[0]?.[0] === runs[0]?.[1]
    ? t('They differ in <b>character {characters}</b> of {total}.', { characters, total })
    : t('They differ in <b>characters {characters}</b> of {total}.', { characters, total });
}

/** Groups of four, as people read addresses aloud; the last one may be shorter. */
export const inFours = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / 4) }, (_none, index) =>
    items.slice(index * 4, index * 4 + 4),
  );

/**
 * The characters of an address in display groups: a leading `0x` is a group of its own, so that the rest is
 * grouped evenly.
 */
export function addressGroups<Item>(items: readonly Item[], address: string): Item[][] {
  const prefix = /^0x(?=[0-9a-fA-F])/.test(address) ? 2 : 0;
  return prefix === 0 ? inFours(items) : [items.slice(0, prefix), ...inFours(items.slice(prefix))];
}
