import type { Knex } from 'knex';
import { createAuth } from '../../../src/signIn/createAuth.ts';
import { connectDatabase } from '../../../src/db/connect.ts';
import { chaosSettings } from '../desk/chaosSettings.ts';
import { createInstance, type Instance } from '../desk/instance.ts';
import { sleepVirtually } from '../interleaving/virtualSleep.ts';
import type { WorldOptions } from './world.ts';

/** Schedules that share a database, one after another: each has 40 days of its own, all of them long past. */
const SLOTS = 150;
const SLOT_MS = 40 * 24 * 3_600_000;
const EPOCH_MS = Date.UTC(2004, 0, 1);

/** A database with the simulated processes on it. */
export interface TestBed {
  observer: Knex;
  waitingForLocks(pids: number[]): Promise<Set<number>>;
  /** Hears what happens, line by line. */
  trace(line: string): void;
  /** Place and time of the next schedule. Throws when the database is full. */
  nextSlot(): Omit<WorldOptions, 'random'>;
  isFull(): boolean;
  close(): Promise<void>;
}

export function createTestBed(databaseUrl: string, trace?: (line: string) => void): TestBed {
  const observer = connectDatabase(databaseUrl, {
    applicationName: 'chaos observer',
    poolMax: 4,
    isPatient: true,
  });
  const instances: Instance[] = ['server A', 'server B', 'worker'].map((name) =>
    createInstance(name, databaseUrl, (activity, statement) => {
      trace?.(
        `      ${activity.task?.name ?? 'settling'} | ${activity.incarnation?.name ?? '-'} | ${activity.gates} ${statement.slice(0, 140).replaceAll(/\s+/g, ' ')}`,
      );
    }),
  );
  const { secret, publicUrl } = chaosSettings('credit');
  const auth = createAuth({ knex: observer, secret, publicUrl, fastHashing: true });
  let used = 0;
  let drift = (_ms: number): void => {};
  sleepVirtually((ms) => drift(ms));
  return {
    observer,
    trace: (line) => trace?.(line),
    async waitingForLocks(pids) {
      const { rows } = await observer.raw<{ rows: { pid: number }[] }>(
        'select pid from unnest(?::int[]) pid where cardinality(pg_blocking_pids(pid)) > 0',
        [pids],
      );
      return new Set(rows.map(({ pid }) => pid));
    },
    nextSlot() {
      if (used >= SLOTS) throw new Error('this database is full');
      const slot = used;
      used += 1;
      return {
        instances,
        observer,
        auth,
        slot,
        slots: SLOTS,
        startMs: EPOCH_MS + slot * SLOT_MS,
        onDrift: (moves) => {
          drift = moves;
        },
      };
    },
    isFull: () => used >= SLOTS,
    async close() {
      for (const instance of instances) await instance.close();
      await observer.destroy();
    },
  };
}
