import { expect, it } from 'vitest';
import { mergeRules } from './policyChanges.ts';
import { rules } from './policy.fixture.ts';
import { policyChanges } from './policyChanges.ts';

it('finds nothing where two versions mean the same', () => {
  expect(policyChanges(rules(), rules())).toEqual([]);
});

it('shows a changed topic in the words of both versions', () => {
  const [change, ...others] = policyChanges(rules(), rules({ coolingHours: 0 }));
  expect(others).toEqual([]);
  expect(change).toMatchObject({ id: 'coolingHours', weakens: false });
  expect(change?.before[0]).toContain('waits 3 days');
  expect(change?.after[0]).toContain('need not wait');
});

it('says that a change takes a safeguard away, but not that it gives one back', () => {
  expect(policyChanges(rules(), rules({ allowSamePerson: true }))[0]?.weakens).toBe(true);
  expect(policyChanges(rules({ allowSamePerson: true }), rules())[0]?.weakens).toBe(false);
});

it('keeps my changes and takes theirs where I changed nothing', () => {
  const merged = mergeRules(rules(), rules({ coolingHours: 1 }), rules({ rateSeconds: 60 }));
  expect(merged).toEqual({ rules: rules({ coolingHours: 1, rateSeconds: 60 }), conflicts: [] });
});

it('keeps mine and names the topic where both changed the same one', () => {
  const merged = mergeRules(rules(), rules({ coolingHours: 1 }), rules({ coolingHours: 2 }));
  expect(merged).toEqual({ rules: rules({ coolingHours: 1 }), conflicts: ['coolingHours'] });
  expect(mergeRules(rules(), rules({ coolingHours: 2 }), rules({ coolingHours: 2 })).conflicts).toEqual([]);
});
