import { expect, test } from 'vitest';
import { describeMarks, holdRows, replaceRows } from './mergeRows.ts';

const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
const changed = { id: 'b', status: 'approved' };

test('rows that are replaced are marked as new or changed, and the rest is not', () => {
  const { rows, marks, isBehind } = replaceRows([a, b], [c, a, changed]);
  expect(rows).toEqual([c, a, changed]);
  expect([...marks]).toEqual([
    ['c', 'new'],
    ['b', 'changed'],
  ]);
  expect(isBehind).toBe(false);
  expect(describeMarks(marks)).toBe('1 new row, 1 row changed');
});

test('held rows keep their places, change where they stand, and stay when the list has lost them', () => {
  const { rows, marks, newCount, isBehind } = holdRows([a, b], [c, changed]);
  expect(rows).toEqual([a, changed]);
  expect([...marks]).toEqual([
    ['a', 'gone'],
    ['b', 'changed'],
  ]);
  expect([newCount, isBehind]).toEqual([1, true]);
});

test('held rows are behind when the order is another one, and not when nothing has moved', () => {
  expect(holdRows([a, b], [b, a])).toMatchObject({ rows: [a, b], newCount: 0, isBehind: true });
  expect(holdRows([a, b], [a, changed])).toMatchObject({ rows: [a, changed], newCount: 0, isBehind: false });
  expect(describeMarks(holdRows([a], [a]).marks)).toBe('');
});
