import { expect, test } from 'vitest';
import { newCount, newItems, seenNow } from './seenItems.ts';
import type { InboxGroup } from './useInbox.ts';

const group = (ids: readonly string[], count = ids.length): InboxGroup => ({
  key: 'suspense',
  title: 'Suspense',
  count,
  isMore: false,
  items: ids.map((id) => ({ id, text: id, at: '2026-11-03T10:00:00.000Z', to: '/' })),
  to: '/suspense',
});

test('at first everything is new, also what is not read', () => {
  expect(newCount(group(['b', 'a'], 40), {})).toBe(40);
});

test('after a look only what came later is new', () => {
  const seen = seenNow([group(['b', 'a'], 40)]);
  expect(newCount(group(['b', 'a'], 40), seen)).toBe(0);
  expect(newCount(group(['c', 'b'], 41), seen)).toBe(1);
  expect(newItems(group(['c', 'b'], 41), seen).map(({ id }) => id)).toEqual(['c']);
});

test('what the person has taken is no news', () => {
  const own = group(['a']);
  expect(newCount({ ...own, items: own.items.map((item) => ({ ...item, isOwn: true })) }, {})).toBe(0);
});

test('an empty group has nothing new', () => {
  expect(newCount(group([]), {})).toBe(0);
});
