import { expect, test } from 'vitest';
import { countResults } from './countResults.ts';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

test('a suite that passed is counted test by test', () => {
  expect(countResults(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 1, failures: [] });
});

test('a suite that ran no test has failed', () => {
  expect(countResults({ ...report, numPassedTests: 0 }, 0).failed).toBe(1);
});

test('a suite that left no report has failed', () => {
  expect(countResults(null, 0).failed).toBe(1);
});

test('a suite that ended badly with all its tests passed has failed', () => {
  expect(countResults(report, 1)).toEqual({
    passed: 3,
    failed: 1,
    skipped: 1,
    failures: ['it ended with 1, although no test failed'],
  });
});

test('failed tests are counted once', () => {
  expect(countResults({ ...report, numFailedTests: 2 }, 1).failed).toBe(2);
});

test('each failed test is named with the first line of its error, and a file that cannot be loaded with its own', () => {
  const passed = { status: 'passed', fullName: 'adds', failureMessages: [] };
  const failed = {
    status: 'failed',
    fullName: 'subtracts',
    failureMessages: ['\u001b[31mAssertionError: expected 1 to be 2\u001b[39m\n    at a.test.ts:3'],
  };
  const testResults = [
    { name: 'a.test.ts', message: '', assertionResults: [passed, failed] },
    { name: 'b.test.ts', message: 'Cannot find module\n', assertionResults: [] },
  ];
  expect(countResults({ ...report, numFailedTests: 1, testResults }, 1).failures).toEqual([
    'a.test.ts > subtracts: AssertionError: expected 1 to be 2',
    'b.test.ts: Cannot find module',
  ]);
});
