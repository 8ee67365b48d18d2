import { expect, test } from 'vitest';
import { describeFinding } from './describeFinding.ts';

test('a known kind has a name and an explanation; an unknown kind is spelled out and shows the detail from the server', () => {
  expect(describeFinding('paid_not_credited').name).toBe('Paid, not credited');
  expect(describeFinding('some_new_kind')).toEqual({ name: 'Some new kind', what: '', showDetail: true });
});
