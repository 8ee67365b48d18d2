import { expect, test } from 'vitest';
import { describeMarks, holdRows, replaceRows } from './mergeRows.ts';

const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
const changed = { id: 'b', status: 'approved' };

test('rows that are replaced are marked as new or changed, and the rest is not', () => {
  const { rows, marks, isBehind } = replaceRows([a, b], [c, a, changed], 25);
  expect(rows).toEqual([c, a, changed]);
  expect([...marks]).toEqual([
    ['c', 'new'],
    ['b', 'changed'],
  ]);
  expect(isBehind).toBe(false);
  expect(describeMarks(marks)).toBe('1 new row, 1 row changed');
});

test('held rows keep their places, change where they stand, and stay when the list has lost them', () => {
  const { rows, marks, newCount, isBehind } = holdRows([a, b], [c, changed], 25);
  expect(rows).toEqual([a, changed]);
  expect([...marks]).toEqual([
    ['a', 'gone'],
    ['b', 'changed'],
  ]);
  expect([newCount, isBehind]).toEqual([1, true]);
});

test('held rows are behind when the order is another one, and not when nothing has moved', () => {
  expect(holdRows([a, b], [b, a], 25)).toMatchObject({ rows: [a, b], newCount: 0, isBehind: true });
  expect(holdRows([a, b], [a, changed], 25)).toMatchObject({
    rows: [a, changed],
    newCount: 0,
    isBehind: false,
  });
  expect(describeMarks(holdRows([a], [a], 25).marks)).toBe('');
});

test('of a full page, the row of the next one that takes the place of one that has left is not new', () => {
  expect(holdRows([a, b], [b, c], 2)).toMatchObject({ rows: [a, b], newCount: 0, isBehind: true });
  expect(replaceRows([a, b], [b, c], 2).marks.size).toBe(0);
  // On a page with space left it has arrived.
  expect(holdRows([a, b], [b, c], 25).newCount).toBe(1);
  // One at the top has pushed the last one to the next page.
  expect(holdRows([a, b], [c, a], 2)).toMatchObject({ newCount: 1, isBehind: true });
  expect(replaceRows([a, b], [c, a], 2).marks.get('c')).toBe('new');
});
