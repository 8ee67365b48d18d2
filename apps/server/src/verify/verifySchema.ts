import { readFile } from 'node:fs/promises';
import type { Knex } from 'knex';
import { z } from 'zod';
import { FILES } from '../base/files.ts';
import { fingerprintsOf, readCatalog } from './catalog.ts';
import type { Finding } from './finding.ts';

const fingerprintsSchema = z.record(z.string(), z.string());

/**
 * Compares every function, trigger, constraint, column and index with what the migrations define. Finds what was
 * replaced, disabled, dropped, or added where it can change what the desk does.
 */
export async function verifySchema(trx: Knex): Promise<Finding> {
  const expected = fingerprintsSchema.parse(JSON.parse(await readFile(FILES.fingerprints, 'utf8')));
  const found = fingerprintsOf(await readCatalog(trx));
  const own = ownTables(expected);
  const faults = [
    ...Object.keys(expected)
      .filter((name) => found[name] !== expected[name])
      .map((name) => ({ name, problem: found[name] === undefined ? 'it is missing' : problemOf(name) })),
    ...Object.keys(found)
      .filter((name) => expected[name] === undefined && !isHarmless(name, own))
      .map((name) => ({ name, problem: 'no migration defines it' })),
  ];
  const [first] = faults;
  return {
    rows: Object.keys(expected).length,
    faults: faults.length,
    firstBad: first === undefined ? null : { table: 'schema', id: first.name, problem: first.problem },
  };
}

const problemOf = (name: string) =>
  name.startsWith('trigger')
    ? 'it is disabled, or not what the migrations define'
    : 'it is not what the migrations define';

/** An operator may add indexes, and tables with columns, triggers and constraints of their own. */
function isHarmless(name: string, own: ReadonlySet<string>): boolean {
  const [kind = '', ...rest] = name.split(' ');
  if (kind === 'index' || kind === 'table') return true;
  const table = kind === 'column' ? rest[0]?.split('.')[0] : / on (\S+)$/.exec(name)?.[1];
  return table !== undefined && !own.has(table);
}

function ownTables(expected: Record<string, string>): Set<string> {
  return new Set(
    Object.keys(expected)
      .filter((name) => name.startsWith('table '))
      .map((name) => name.slice('table '.length)),
  );
}
