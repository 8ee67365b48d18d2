import { expect, test } from 'vitest';
import { describeFinding } from './describeFinding.ts';

test('a difference is named and explained; one that this app does not know is spelled out and told by the desk itself', () => {
  expect(describeFinding('paid_not_credited').name).toBe('Paid, not credited');
  expect(describeFinding('some_new_kind')).toEqual({ name: 'Some new kind', what: '', showDetail: true });
});
