import type { InboxGroup, InboxItem } from './useInbox.ts';

/** Ids of items that the person has seen, by group. */
export type SeenItems = Readonly<Record<string, readonly string[]>>;

/** The items of a group that the person has not seen, as far as they are read. */
export const newItems = ({ key, items }: InboxGroup, seen: SeenItems): InboxItem[] =>
  items.filter(({ id, isOwn }) => isOwn !== true && !(seen[key] ?? []).includes(id));

/** How many of a group the person has not seen. If not even one of the newest was seen, none of the others was. */
export function newCount(group: InboxGroup, seen: SeenItems): number {
  const fresh = newItems(group, seen).length;
  return fresh === group.items.length && fresh > 0 ? group.count : fresh;
}

/** All that is shown now was seen. What does not wait any more is forgotten. */
export const seenNow = (groups: readonly InboxGroup[]): SeenItems =>
  Object.fromEntries(groups.map(({ key, items }) => [key, items.map(({ id }) => id)]));

const keyOf = (person: string) => `paydesk-seen ${person}`;

/**
 * Kept in the browser: it only decides what the bell counts as new here, and holds nothing but ids. On another computer
 * everything that waits is new once.
 */
export function readSeen(person: string): SeenItems {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '{}');
    return typeof read === 'object' && read !== null ? (read as SeenItems) : {};
  } catch {
    return {};
  }
}

export const writeSeen = (person: string, seen: SeenItems): void =>
  localStorage.setItem(keyOf(person), JSON.stringify(seen));
