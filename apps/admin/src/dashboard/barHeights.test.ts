import { expect, it } from 'vitest';
import { barHeights } from './barHeights.ts';

it('scales to the next round number', () => {
  expect(barHeights(['0.00', '150.00', '75.00'], 100)).toEqual({ heights: [0, 75, 38], top: '200' });
});

it('keeps a small amount visible beside a large one', () => {
  expect(barHeights(['0.01', '50000.00'], 100).heights).toEqual([1, 100]);
});

it('handles a chart with no amounts', () => {
  expect(barHeights(['0.00', '0.00'], 100)).toEqual({ heights: [0, 0], top: '1' });
});
