import { expect, it } from 'vitest';
import { mergeRules } from './policyChanges.ts';
import { rules } from './policy.fixture.ts';
import { policyChanges } from './policyChanges.ts';

it('finds no changes between equal versions', () => {
  expect(policyChanges(rules(), rules())).toEqual([]);
});

it('describes a changed topic in both versions', () => {
  const [change, ...others] = policyChanges(rules(), rules({ coolingHours: 0 }));
  expect(others).toEqual([]);
  expect(change).toMatchObject({ id: 'coolingHours', weakens: false });
  expect(change?.before[0]).toContain('is delayed for 3 days');
  expect(change?.after[0]).toContain('is not delayed');
});

it('marks a change that removes a safeguard, but not one that adds it', () => {
  expect(policyChanges(rules(), rules({ allowSamePerson: true }))[0]?.weakens).toBe(true);
  expect(policyChanges(rules({ allowSamePerson: true }), rules())[0]?.weakens).toBe(false);
});

it('keeps my changes and takes theirs elsewhere', () => {
  const merged = mergeRules(rules(), rules({ coolingHours: 1 }), rules({ rateSeconds: 60 }));
  expect(merged).toEqual({ rules: rules({ coolingHours: 1, rateSeconds: 60 }), conflicts: [] });
});

it('keeps mine and reports the conflict where both changed a topic', () => {
  const merged = mergeRules(rules(), rules({ coolingHours: 1 }), rules({ coolingHours: 2 }));
  expect(merged).toEqual({ rules: rules({ coolingHours: 1 }), conflicts: ['coolingHours'] });
  expect(mergeRules(rules(), rules({ coolingHours: 2 }), rules({ coolingHours: 2 })).conflicts).toEqual([]);
});
