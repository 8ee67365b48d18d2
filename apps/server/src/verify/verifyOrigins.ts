import type { Knex } from 'knex';
import { boundaryOf, proofProblem } from '../origin/checkOrigin.ts';
import {
  CHANGING_KINDS,
  ORIGIN_KINDS,
  ORIGIN_ROWS,
  originColumns,
  type OriginKind,
} from '../origin/originFields.ts';
import type { OriginKey } from '../origin/originKey.ts';
import { mergeFindings, type Fault, type Finding } from './finding.ts';
import { readRows } from './readRows.ts';

/**
 * Checks that the desk wrote every row that moves money or decides who may: the proof of each is computed again, and
 * only rows that a seal from before the boundary covers may be without one. The proofs of transactions are computed
 * with their chains (`walkLedger`).
 */
export async function verifyOrigins(trx: Knex.Transaction, key: OriginKey): Promise<Finding> {
  const findings = [await verifyBoundary(trx, key)];
  // Unnested arrays have no statistics: a nested loop over all rows looks cheap to the planner.
  await trx.raw("select set_config('enable_nestloop', 'off', true)");
  const lastSeal = await boundaryOf(trx, key);
  for (const kind of ORIGIN_KINDS)
    findings.push(await findUnsigned(trx, kind, CHANGING_KINDS.includes(kind) ? 0 : lastSeal));
  await trx.raw("select set_config('enable_nestloop', 'on', true)");
  for (const kind of ORIGIN_KINDS) if (kind !== 'transaction') findings.push(await findWrong(trx, key, kind));
  return { ...mergeFindings(findings), rows: findings.reduce((sum, { rows }) => sum + rows, 0) };
}

async function verifyBoundary(trx: Knex.Transaction, key: OriginKey): Promise<Finding> {
  const row = await trx('origin_boundary').first<{ id: string; origin_mac: string } | undefined>(
    'id',
    'origin_mac',
  );
  const problem =
    row === undefined
      ? 'no process has marked yet from when on rows need a proof: start the desk once'
      : key.knows(row.origin_mac)
        ? null
        : 'it was written with another secret: set PAYDESK_SECRET, and PAYDESK_FORMER_SECRETS if it was changed';
  return findingOf(0, problem === null ? [] : [{ table: 'origin_boundary', id: row?.id ?? null, problem }]);
}

/** Which rows `r` of a kind are from before there were proofs, though no seal covers them. */
const OLDER: Partial<Record<OriginKind, string>> = {
  event: 'r.sequence <= (select event_sequence from resource_boundary)',
};

/** Rows without a proof that no seal up to the boundary covers. */
async function findUnsigned(trx: Knex.Transaction, kind: OriginKind, lastSeal: number): Promise<Finding> {
  const { table } = ORIGIN_ROWS[kind];
  const { rows } = await trx.raw<{ rows: { id: string; faults: string }[] }>(
    `select r.id::text, count(*) over () as faults from ${table} r
     left join (
       select k.id from ledger_seals s, unnest(s.leaf_kinds, s.leaf_ids) as k (kind, id)
       where s.seq <= :lastSeal and k.kind = :kind
     ) old on old.id = r.id
     where r.origin_mac is null and old.id is null and not (${OLDER[kind] ?? 'false'}) order by r.id limit 1`,
    { kind, lastSeal },
  );
  const [row] = rows;
  return {
    rows: 0,
    faults: Number(row?.faults ?? 0),
    firstBad: row === undefined ? null : { table, id: row.id, problem: proofMissing },
  };
}

const proofMissing = 'it has no proof that the desk wrote it' satisfies ReturnType<typeof proofProblem>;

async function findWrong(trx: Knex.Transaction, key: OriginKey, kind: OriginKind): Promise<Finding> {
  const { table } = ORIGIN_ROWS[kind];
  const faults: Fault[] = [];
  let checked = 0;
  const query = `select ${['id::text', 'origin_mac', ...originColumns(kind)].join(', ')} from ${table}
    where origin_mac is not null order by id`;
  for await (const rows of readRows<[id: string, proof: string, ...columns: (string | null)[]]>(trx, query))
    for (const [id, proof, ...columns] of rows) {
      checked += 1;
      const problem = proofProblem(key, kind, { id, proof, columns }, false);
      if (problem !== null) faults.push({ table, id, problem });
    }
  return findingOf(checked, faults);
}

const findingOf = (rows: number, faults: readonly Fault[]): Finding => ({
  rows,
  faults: faults.length,
  firstBad: faults[0] ?? null,
});
