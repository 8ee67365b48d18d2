import { expect, test } from 'vitest';
import { countResults } from './countResults.ts';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };

test('a suite that passed is counted test by test', () => {
  expect(countResults(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
});

test('a suite that ran no test has failed', () => {
  expect(countResults({ ...report, numPassedTests: 0 }, 0).failed).toBe(1);
});

test('a suite that left no report has failed', () => {
  expect(countResults(null, 0).failed).toBe(1);
});

test('a suite that ended badly with all its tests passed has failed', () => {
  expect(countResults(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
});

test('failed tests are counted once', () => {
  expect(countResults({ ...report, numFailedTests: 2 }, 1).failed).toBe(2);
});
