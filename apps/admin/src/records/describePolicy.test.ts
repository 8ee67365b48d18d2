import { expect, it } from 'vitest';
import { rules } from './policy.fixture.ts';
import { describePolicy, type TopicId } from './describePolicy.ts';

const sentencesOf = (given: ReturnType<typeof rules>, topic: TopicId) =>
  describePolicy(given)
    .find(({ id }) => id === topic)
    ?.sentences.join(' ');

it('states how many people each amount needs', () => {
  expect(sentencesOf(rules(), 'approvals')).toBe(
    'Every withdrawal needs 1 person to approve it. A withdrawal from $1,000.00 needs 2 different people.',
  );
  expect(sentencesOf(rules(), 'bandsBy')).toContain('within 24 hours counts together');
});

it('names only the limits that are set', () => {
  expect(sentencesOf(rules(), 'perUser')).toBe(
    'One user can withdraw at most $500.00 within 24 hours and $5,000.00 within 30 days.',
  );
  expect(sentencesOf(rules(), 'global')).toBe('All users together can withdraw any amount.');
});

it('shows whole days as days, except 24 hours', () => {
  expect(sentencesOf(rules(), 'coolingHours')).toContain('is delayed for 3 days before');
  expect(sentencesOf(rules(), 'velocity')).toContain('5 requests within 24 hours');
});

it('marks rules that remove a safeguard', () => {
  const weak = describePolicy(rules({ allowSamePerson: true, secondFactor: 'ifEnrolled' })).filter(
    ({ isWeak }) => isWeak,
  );
  expect(weak.map(({ id }) => id)).toEqual(['allowSamePerson', 'secondFactor']);
  expect(describePolicy(rules()).some(({ isWeak }) => isWeak)).toBe(false);
});

it('covers every rule', () => {
  expect(
    describePolicy(rules())
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(Object.keys(rules()).toSorted());
});
