import { MUTATION_CLASSES, type MutationPath, OWN_CHALLENGES } from '@paydesk/types/rules';
import { expect, test } from 'vitest';
import { demandOf, needsStepUp, purposeOf } from './purposeOf.ts';

const paths = Object.keys(MUTATION_CLASSES) as MutationPath[];
/** Their dialogs say themselves what is signed: the input does not. */
const OF_DIALOG: readonly MutationPath[] = ['staff.reissueInvite', 'security.addPasskey'];

test('every action with a challenge of its own signs that, and every other one its path and input', () => {
  const generic = paths
    .filter((path) => needsStepUp(path) && !OF_DIALOG.includes(path))
    .filter(
      (path) =>
        purposeOf(path, { id: '1', role: 'viewer', email: 'new@example.com' } as never).kind === 'action',
    );
  const expected = paths.filter((path) => needsStepUp(path) && !OWN_CHALLENGES.includes(path));
  expect(generic).toEqual(expected);
});

test('the path and the input are signed as they are', () => {
  const input = { id: '0198c0de-0000-7000-8000-0000000000a1', note: 'asked for it' };
  expect(purposeOf('users.freeze', input)).toEqual({ kind: 'action', action: 'users.freeze', input });
});

test('routine actions need no second factor', () => {
  expect(needsStepUp('payments.refresh')).toBe(false);
  expect(needsStepUp('users.freeze')).toBe(true);
});

test('the policy decides about payouts, and the first factor of all needs none', () => {
  expect(demandOf('withdrawals.approve')).toBe('policy');
  expect(demandOf('withdrawals.reject')).toBe('provider');
  expect(demandOf('security.newRecoveryCodes')).toBe('ifEnrolled');
});
