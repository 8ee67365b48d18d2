import { expect, it } from 'vitest';
import { draftOf, readDraft } from './draft.ts';
import { rules } from '../records/policy.fixture.ts';

it('reads back what it shows', () => {
  expect(readDraft(draftOf(rules())).rules).toEqual(rules());
  const open = rules({ velocity: null, perUser: { dayUsd: null, weekUsd: null, monthUsd: null } });
  expect(readDraft(draftOf(open)).rules).toEqual(open);
});

it('accepts an amount with its currency sign, and refuses a comma in any place', () => {
  const draft = draftOf(rules());
  expect(
    readDraft({ ...draft, perUser: { ...draft.perUser, weekUsd: ' $1234567.5' } }).rules?.perUser.weekUsd,
  ).toBe('1234567.50');
  for (const weekUsd of ['1,5', '1,500', '1,234,567.50', '1.234,50'])
    expect(readDraft({ ...draft, perUser: { ...draft.perUser, weekUsd } })).toEqual({
      rules: null,
      errors: {
        'perUser.weekUsd': 'Write 1234.50: a point before the decimal places, and no comma.',
      },
    });
});

it('explains each wrong field', () => {
  const draft = draftOf(rules());
  const broken = {
    ...draft,
    bands: [...draft.bands, { key: 9, fromUsd: 'much', approvals: '0' }],
    global: { ...draft.global, dayUsd: '0' },
    velocityHours: '',
    coolingHours: '1.5',
    rateSeconds: '',
  };
  expect(readDraft(broken)).toEqual({
    rules: null,
    errors: {
      'approvals.2.fromUsd': 'An amount such as 99.99, with at most two places.',
      'approvals.2.approvals': 'A whole number of people, 1 to 10.',
      'global.dayUsd': 'Must be more than 0.00.',
      'velocity.hours': 'Whole hours, 1 to 720. Leave both empty for no limit.',
      coolingHours: 'Whole hours, 0 to 720.',
      rateSeconds: 'Whole seconds, 60 to 86,400.',
    },
  });
});

it('rejects bands that do not rise', () => {
  const draft = draftOf(rules());
  expect(
    readDraft({ ...draft, bands: [...draft.bands, { key: 9, fromUsd: '1000', approvals: '3' }] }).errors
      .approvals,
  ).toBe('Each band must begin above the one before.');
});
