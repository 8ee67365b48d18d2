import { AssertionError } from 'node:assert';
import type { SandboxControl } from './sandboxControl.ts';

/** Something in the desk's database that must never be. */
export interface Difference {
  /** The check that found it, as `paydesk verify` names it; `arrived`: more is credited than has arrived. */
  check: string;
  /** How many rows are wrong. */
  faults: number;
  /** The first of them. */
  table: string | null;
  id: string | null;
  problem: string;
}

/** An assertion of the kind that every test runner shows as one. */
export class InvariantsBroken extends AssertionError {
  readonly differences: readonly Difference[];

  constructor(differences: readonly Difference[]) {
    super({
      message: `the desk's books are not in order:\n${differences.map(lineOf).join('\n')}`,
      actual: differences,
      expected: [],
      operator: 'expectInvariants',
    });
    this.differences = differences;
  }
}

export async function expectInvariants(control: SandboxControl): Promise<void> {
  const { differences } = await control<{ differences: Difference[] }>('invariants');
  if (differences.length > 0) throw new InvariantsBroken(differences);
}

function lineOf({ check, faults, table, id, problem }: Difference): string {
  const more = faults > 1 ? ` (and ${faults - 1} more)` : '';
  return `  ${check}: ${[table, id].filter((part) => part !== null).join(' ')}: ${problem}${more}`;
}
