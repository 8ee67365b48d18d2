import { expect, it } from 'vitest';
import { rules } from './policy.fixture.ts';
import { describePolicy, type TopicId } from './describePolicy.ts';

const said = (given: ReturnType<typeof rules>, topic: TopicId) =>
  describePolicy(given)
    .find(({ id }) => id === topic)
    ?.sentences.join(' ');

it('says how many people each amount needs', () => {
  expect(said(rules(), 'approvals')).toBe(
    'Every withdrawal needs 1 person to approve it. From $1,000.00 on it needs 2 different people.',
  );
});

it('names only the limits that there are', () => {
  expect(said(rules(), 'perUser')).toBe(
    'One user can ask for at most $500.00 within 24 hours and $5,000.00 within 30 days.',
  );
  expect(said(rules(), 'global')).toBe('All users together can ask for any amount.');
});

it('says hours as days where they are whole days, but never calls 24 hours a day', () => {
  expect(said(rules(), 'coolingHours')).toContain('waits 3 days before');
  expect(said(rules(), 'velocity')).toContain('5 requests within 24 hours');
});

it('marks what takes a safeguard away', () => {
  const weak = describePolicy(rules({ allowSamePerson: true, secondFactor: 'ifEnrolled' })).filter(
    ({ isWeak }) => isWeak,
  );
  expect(weak.map(({ id }) => id)).toEqual(['allowSamePerson', 'secondFactor']);
  expect(describePolicy(rules()).some(({ isWeak }) => isWeak)).toBe(false);
});

it('speaks about every rule there is', () => {
  expect(
    describePolicy(rules())
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(Object.keys(rules()).toSorted());
});
