import type { DoctorState } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Settings } from '../base/settings.ts';

export interface CheckResult {
  state: DoctorState;
  /** One sentence, without any secret. */
  found: string;
}

/** What a check looks at. */
export interface Examined {
  settings: Settings;
  fetch: typeof globalThis.fetch;
  /** How full the disk of a path is, in blocks. */
  statfs(path: string): Promise<{ bavail: number; blocks: number }>;
  /** Aborted when the time of the check is up. */
  signal: AbortSignal;
}

interface Described {
  /** Stable, for programs. */
  name: string;
  /** What it looks at. */
  title: string;
  /** What a person does if it is not ok. */
  advice: string;
  /** Where the documentation says more, from the root of the repository. */
  link: string;
}

export interface Check extends Described {
  /** Its check is skipped when there is no database. */
  needsDatabase: boolean;
  run(examined: Examined, knex: Knex | null): Promise<CheckResult>;
}

/** A check that needs no database. */
export const machineCheck = (
  described: Described,
  run: (examined: Examined) => CheckResult | Promise<CheckResult>,
): Check => ({ ...described, needsDatabase: false, run: async (examined) => await run(examined) });

/** A check that reads one row of the database. */
export const rowCheck = <Row>(
  described: Described,
  statement: string,
  judge: (row: Row, settings: Settings) => CheckResult,
): Check =>
  databaseCheck(described, async (knex, { settings }) => {
    const { rows } = await knex.raw<{ rows: Row[] }>(statement);
    const [row] = rows;
    return row === undefined ? failed('The database answered nothing.') : judge(row, settings);
  });

/** A check that asks the database. */
export const databaseCheck = (
  described: Described,
  run: (knex: Knex, examined: Examined) => Promise<CheckResult>,
): Check => ({
  ...described,
  needsDatabase: true,
  run: async (examined, knex) =>
    knex === null ? skipped('There is no database.') : await run(knex, examined),
});

export const ok = (found: string): CheckResult => ({ state: 'ok', found });
export const notice = (found: string): CheckResult => ({ state: 'notice', found });
export const warning = (found: string): CheckResult => ({ state: 'warning', found });
export const failed = (found: string): CheckResult => ({ state: 'failed', found });
export const skipped = (found: string): CheckResult => ({ state: 'skipped', found });

/** What stops only a desk with real money. */
export const unlessSimulated = (settings: Settings, found: string): CheckResult =>
  settings.provider.simulated ? notice(found) : warning(found);
