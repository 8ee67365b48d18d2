import { stripVTControlCharacters } from 'node:util';

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** One line a failure, for the end of a long run: the file, the test, and the first line of the error. */
  failures: string[];
}

/**
 * Counts a suite. A suite that ran no test, left no report, or ended badly without a failed test (a file that
 * could not be loaded, an unhandled rejection) counts as one failure: silence is no success.
 */
export function countResults(report: VitestReport | null, exitCode: number | null): Counts {
  if (!report) return { passed: 0, failed: 1, skipped: 0, failures: ['no report was left'] };
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(failuresOf),
  };
  const ranNothing = counts.passed + counts.failed === 0;
  const endedBadly = exitCode !== 0 && counts.failed === 0;
  if (!ranNothing && !endedBadly) return counts;
  const reason = ranNothing
    ? 'no test ran'
    : `it ended with ${exitCode ?? 'a signal'}, although no test failed`;
  return { ...counts, failed: counts.failed + 1, failures: [...counts.failures, reason] };
}

function failuresOf(file: VitestReport['testResults'][number]): string[] {
  const tests = file.assertionResults.filter(({ status }) => status === 'failed');
  if (tests.length === 0) return file.message === '' ? [] : [`${file.name}: ${firstLine(file.message)}`];
  return tests.map(
    ({ fullName, failureMessages }) => `${file.name} > ${fullName}: ${firstLine(failureMessages[0] ?? '')}`,
  );
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text).trimStart().split('\n', 1)[0]?.slice(0, 300) ?? '';
}
