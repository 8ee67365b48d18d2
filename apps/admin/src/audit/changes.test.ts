import { expect, it } from 'vitest';
import { changes } from './changes.ts';

it('puts what changed first', () => {
  const rows = changes({ name: 'BTC', isActive: false }, { name: 'BTC', isActive: true });
  expect(rows.map(({ field, changed }) => [field, changed])).toEqual([
    ['isActive', true],
    ['name', false],
  ]);
});

it('shows a field that was not there before', () => {
  expect(changes(null, { role: 'admin' })).toEqual([
    { field: 'role', before: '–', after: 'admin', changed: true },
  ]);
});
