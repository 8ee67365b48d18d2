import { expect, it } from 'vitest';
import { changes } from './changes.ts';

it('lists changed fields first', () => {
  const rows = changes({ name: 'BTC', isActive: false }, { name: 'BTC', isActive: true });
  expect(rows.map(({ field, changed }) => [field, changed])).toEqual([
    ['isActive', true],
    ['name', false],
  ]);
});

it('includes a field that was added', () => {
  expect(changes(null, { role: 'admin' })).toEqual([
    { field: 'role', before: '–', after: 'admin', changed: true },
  ]);
});
