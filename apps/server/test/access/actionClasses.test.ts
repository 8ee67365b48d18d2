import { ACTION_CLASSES, CLASS_RULES, GOVERNED_ACTIONS, MUTATION_CLASSES } from '@paydesk/types';
import { expect, test } from 'vitest';
import { procedures } from '../support/http.ts';

const mutations = [...procedures].filter(([, { type }]) => type === 'mutation').map(([path]) => path);

test('every mutation has a class, and every class a mutation', () => {
  expect(Object.keys(MUTATION_CLASSES).toSorted()).toEqual(mutations.toSorted());
});

test('every class has rules, and is used', () => {
  expect(Object.keys(CLASS_RULES).toSorted()).toEqual(ACTION_CLASSES.toSorted());
  expect([...new Set<string>(Object.values(MUTATION_CLASSES))].toSorted()).toEqual(ACTION_CLASSES.toSorted());
});

const ALSO_GOVERNED = [
  'withdrawals.complete',
  'users.anonymize',
  // Past events to a receiver that did not get them.
  'webhookEndpoints.create',
  'webhookEndpoints.enable',
  'webhookEndpoints.replay',
];

test('actions that create balance or weaken a guard can become change requests, and some others', () => {
  const governed = Object.entries(MUTATION_CLASSES)
    .filter(([path, kind]) => kind === 'createsBalance' || kind === 'guard' || ALSO_GOVERNED.includes(path))
    .map(([path]) => path)
    // Deciding about a request is no request.
    .filter((path) => path !== 'changeRequests.approve');
  expect(GOVERNED_ACTIONS.toSorted()).toEqual(governed.toSorted());
});
