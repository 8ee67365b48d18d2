/** The first row that is wrong. */
export interface Fault {
  table: string;
  /** Null when no single row is wrong. */
  id: string | null;
  problem: string;
}

/** What one check found. */
export interface Finding {
  /** Rows that were checked. */
  rows: number;
  faults: number;
  firstBad: Fault | null;
}

/** Several findings of one check as one; the first fault is kept. */
export function mergeFindings(findings: readonly Finding[]): Finding {
  return {
    rows: Math.max(0, ...findings.map(({ rows }) => rows)),
    faults: findings.reduce((sum, { faults }) => sum + faults, 0),
    firstBad: findings.find(({ firstBad }) => firstBad !== null)?.firstBad ?? null,
  };
}
