import { expect, it } from 'vitest';
import { factLines } from './factLines.ts';

it('shows an amount in figures, and a value that is replaced', () => {
  expect(factLines({ label: 'Network fee USD', before: '1.00', after: '1250.50' })).toEqual({
    removed: ['$1.00'],
    added: ['$1,250.50'],
    kept: [],
  });
});

it('shows an amount as money although the database leaves its zeros out', () => {
  expect(factLines({ label: 'Minimum in USD', before: '1', after: '0.5' })).toEqual({
    removed: ['$1.00'],
    added: ['$0.50'],
    kept: [],
  });
  expect(factLines({ label: 'Sort order', before: '1', after: '2' }).added).toEqual(['2']);
});

it('compares a list by its entries', () => {
  const before = '["payments.read","payments.create"]';
  const after = '["payments.read","withdrawals.create"]';
  expect(factLines({ label: 'Scopes', before, after })).toEqual({
    removed: ['payments.create'],
    added: ['withdrawals.create'],
    kept: ['payments.read'],
  });
});

it('shows what is new without a value before, and what is taken away without one after', () => {
  expect(factLines({ label: 'Name', before: null, after: 'shop' })).toEqual({
    removed: [],
    added: ['shop'],
    kept: [],
  });
  expect(factLines({ label: 'Allowed addresses', before: '["10.0.0.0/8"]', after: null })).toEqual({
    removed: ['10.0.0.0/8'],
    added: [],
    kept: [],
  });
});

it('says yes and no instead of true and false', () => {
  const { removed, added } = factLines({ label: 'Second factor required', before: 'true', after: 'false' });
  expect([removed, added]).toEqual([['yes'], ['no']]);
});

it('shows an unreadable list as it is', () => {
  expect(factLines({ label: 'Scopes', before: null, after: '[broken' }).added).toEqual(['[broken']);
});
