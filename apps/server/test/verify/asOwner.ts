import type { Knex } from 'knex';
import {
  verifySnapshot,
  type CheckName,
  type DeskVerdict,
  type VerifyOptions,
} from '../../src/verify/verifyDesk.ts';

/**
 * What `verify` finds after the owner of the tables has written past the triggers: they are off during the work, and
 * afterwards as they were. All of it is rolled back.
 */
export async function afterTampering(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<unknown>,
  options: VerifyOptions = {},
): Promise<DeskVerdict> {
  const trx = await knex.transaction();
  try {
    const { rows } = await trx.raw<{ rows: { table: string; trigger: string }[] }>(
      `select c.relname as table, t.tgname as trigger from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where not t.tgisinternal and t.tgenabled = 'A' and c.relnamespace = 'public'::regnamespace`,
    );
    for (const { table, trigger } of rows)
      await trx.raw('alter table ?? disable trigger ??', [table, trigger]);
    await work(trx);
    await trx.raw('set constraints all immediate');
    for (const { table, trigger } of rows)
      await trx.raw('alter table ?? enable always trigger ??', [table, trigger]);
    return await verifySnapshot(trx, options);
  } finally {
    await trx.rollback();
  }
}

/** The first fault of every check that found one. */
export function faultsOf(verdict: DeskVerdict): Partial<Record<CheckName, string>> {
  return Object.fromEntries(
    verdict.checks
      .filter(({ faults }) => faults > 0)
      .map(({ name, firstBad }) => [name, `${firstBad?.table} ${firstBad?.id ?? ''}: ${firstBad?.problem}`]),
  );
}

/** Removes the foreign keys of a table, which refuse what no trigger refuses. */
export async function dropForeignKeys(trx: Knex.Transaction, ...targets: string[]): Promise<void> {
  const { rows } = await trx.raw<{ rows: { table: string; name: string }[] }>(
    `select conrelid::regclass::text as table, conname as name from pg_constraint
     where contype = 'f' and confrelid::regclass::text = any(?)`,
    [targets],
  );
  for (const { table, name } of rows) await trx.raw('alter table ?? drop constraint ??', [table, name]);
}
