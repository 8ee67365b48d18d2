import { statfs as statfsOfNode } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { DoctorGroup } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Settings } from '../base/settings.ts';
import { type Check, type CheckResult, type Examined, failed, skipped } from './check.ts';
import { backupChecks } from './checks/backups.ts';
import { databaseChecks } from './checks/database.ts';
import { machineChecks } from './checks/machine.ts';
import { objectChecks } from './checks/objects.ts';
import { secretChecks } from './checks/secrets.ts';
import { standbyChecks } from './checks/standbys.ts';
import { workChecks } from './checks/work.ts';

const GROUPS: Record<DoctorGroup, readonly Check[]> = {
  machine: machineChecks,
  secrets: secretChecks,
  backups: backupChecks,
  database: [...databaseChecks, ...standbyChecks, ...objectChecks],
  work: workChecks,
};

/** All checks, in the order of the report. */
export const CHECKS: readonly Check[] = Object.values(GROUPS).flat();

const GROUP_OF = new Map(
  Object.entries(GROUPS).flatMap(([group, checks]) =>
    checks.map(({ name }) => [name, group as DoctorGroup] as const),
  ),
);

/** What a check looks at; whether the database answers is a check of its own. */
export const groupOf = (name: string): DoctorGroup => GROUP_OF.get(name) ?? 'database';

export interface ReportedCheck extends CheckResult, Pick<Check, 'name' | 'title' | 'advice' | 'link'> {}

interface DoctorOptions extends Partial<Pick<Examined, 'fetch' | 'statfs'>> {
  checks?: readonly Check[];
  /** Milliseconds that one check may take. */
  checkMs?: number;
  /** Milliseconds that all of them may take: what has not begun by then is skipped. */
  totalMs?: number;
}

/** Milliseconds that one check may take. */
const CHECK_MS = 10_000;

/**
 * Runs all checks, one after the other, each with a time limit, whatever the earlier ones found. It changes nothing.
 * @param knex null: there is no database, and what needs it is skipped
 */
export async function runDoctor(
  settings: Settings,
  knex: Knex | null,
  {
    checks = CHECKS,
    fetch = globalThis.fetch,
    statfs = statfsOfNode,
    checkMs = CHECK_MS,
    totalMs = Number.POSITIVE_INFINITY,
  }: DoctorOptions = {},
): Promise<ReportedCheck[]> {
  const startedAt = performance.now();
  const reported: ReportedCheck[] = [];
  let isAway = knex === null;
  if (knex !== null) isAway = (await within(checkMs, async () => await knex.raw('select 1'))) === LATE;
  for (const check of [databaseReached(isAway), ...checks]) {
    const { name, title, advice, link } = check;
    const result =
      check.needsDatabase && isAway
        ? skipped('The database cannot be reached.')
        : performance.now() - startedAt > totalMs
          ? skipped('The checks before it took too long.')
          : await within(
              checkMs,
              async (signal) => await check.run({ settings, fetch, statfs, signal }, knex),
            );
    reported.push({
      name,
      title,
      advice,
      link,
      ...(result === LATE ? failed('It could not be looked at: it failed or took too long.') : result),
    });
  }
  return reported;
}

const LATE: unique symbol = Symbol('late');

/** The work’s result; `LATE` when it fails or takes too long. Messages of errors may contain secrets. */
async function within<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | typeof LATE> {
  const over = new AbortController();
  const done = new AbortController();
  const timer = pause<typeof LATE>(ms, LATE, { signal: done.signal }).catch((): typeof LATE => LATE);
  try {
    return await Promise.race([work(over.signal).catch((): typeof LATE => LATE), timer]);
  } finally {
    done.abort();
    over.abort();
  }
}

const databaseReached = (isAway: boolean): Check => ({
  name: 'database',
  title: 'The database answers',
  advice: 'Start PostgreSQL, and compare DATABASE_URL with its address.',
  link: 'docs/operations.md#the-doctor',
  needsDatabase: false,
  run: async () => (isAway ? failed('It cannot be reached.') : { state: 'ok', found: 'It answers.' }),
});
