import { expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

test('each day is a step as high as its share of the highest balance', () => {
  expect(sparkline(['0.00', '50.00', '100.00', '25.00'], 40, 20)).toEqual({
    line: 'M0 20H10L10 10H20L20 0H30L30 15H40',
    area: 'M0 20H10L10 10H20L20 0H30L30 15H40V20H0Z',
    top: '100.00',
  });
});

test('a balance of zero is a flat line, and no days give no line', () => {
  expect(sparkline(['0.00', '0.00'], 20, 10)).toMatchObject({ line: 'M0 10H10L10 10H20', top: '0.00' });
  expect(sparkline([], 20, 10)).toEqual({ line: '', area: '', top: '0.00' });
});

test('amounts beyond the precision of floating-point numbers are drawn correctly', () => {
  expect(sparkline(['99999999999999998.99', '99999999999999999.99'], 20, 10).top).toBe(
    '99999999999999999.99',
  );
});
